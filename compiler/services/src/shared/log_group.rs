//! A CloudWatch log group that forgets.

use super::arn::arn;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Duration, Region};

/// A log group.
#[derive(Debug)]
pub struct LogGroup {
    /// Its name; what AWS services expect is a path.
    pub name: String,
    /// How long it keeps events.
    pub retention: Duration,
    /// Where it is.
    pub region: Region,
}

/// The retention periods CloudWatch Logs takes, in days.
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>.
pub const RETENTION_DAYS: &[i64] = &[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/// References to a log group.
pub trait LogGroupRef {
    /// `arn:…:log-group:NAME`. CloudFormation's ends in `:*`, as policies want it; API Gateway wants it without.
    fn arn(self) -> Expr;
}
impl LogGroupRef for Ref<LogGroup> {
    fn arn(self) -> Expr {
        self.attr(Attr::new(CfnReturn::Known("Arn"), "arn"))
    }
}

/// The ARN of a log group by its name.
pub fn log_group_arn(name: &str, region: Region) -> Expr {
    arn("logs", region, format!("log-group:{name}"))
}

impl LogGroup {
    /// `arn:…:log-group:NAME`
    pub fn arn(&self) -> Expr {
        log_group_arn(&self.name, self.region)
    }
}

impl Construct for LogGroup {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::Logs::LogGroup",
            map! { "LogGroupName": &self.name, "RetentionInDays": self.retention.days(), "Tags": tags },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_cloudwatch_log_group",
            map! { "name": &self.name, "retention_in_days": self.retention.days() },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Known("Arn")).then(|| self.arn())
    }
}
