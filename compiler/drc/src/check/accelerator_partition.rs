//! An accelerator where there are none.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Partition;
use drc_services::traffic::{RouteMode, Traffic};

/// An accelerator where there are none.
#[derive(Debug)]
pub struct AcceleratorPartition;

impl Rule for AcceleratorPartition {
    const CODE: Code = code!("DRC412", "accelerator-partition", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let partition = cx.spec.regions.partition();
        if traffic.route.value != RouteMode::Accelerator || partition == Partition::Commercial {
            return;
        }
        found.push(
            Diagnostic::new(&Self::CODE, traffic.route.span, format!("there is no Global Accelerator in the partition {}", partition.id()), "not offered there")
                .also(cx.spec.regions.primary.span, format!("of {}", partition.id()))
                .why("Global Accelerator and its addresses belong to the commercial partition, and no service crosses partitions")
                .help("write route = \"dns-failover\"")
                .source("https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html")
                .about("traffic"),
        );
    }
}
