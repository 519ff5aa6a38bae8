//! A CloudWatch alarm that tells the topic of its own Region.

use super::arn::arn;
use super::metric::Metric;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Duration, Region};

/// A metric alarm. Its topic must be in its own Region: CloudWatch refuses any other.
#[derive(Debug)]
pub struct Alarm {
    /// Its name.
    pub name: String,
    /// What it means to whoever is paged.
    pub description: String,
    /// What it watches.
    pub metric: Metric,
    /// Of what.
    pub dimensions: Vec<(&'static str, Expr)>,
    /// Above which value.
    pub threshold: Expr,
    /// For how long: one period, or several of a minute.
    pub within: Duration,
    /// Whom it tells.
    pub topic: Option<Expr>,
    /// Where it is.
    pub region: Region,
}

impl Alarm {
    /// A count is summed over one long period; a level must hold in every minute of several.
    fn period(&self) -> (i64, i64) {
        let seconds = self.within.seconds();
        if self.metric.statistic == "Sum" || seconds % 60 != 0 { (seconds, 1) } else { (60, seconds / 60) }
    }

    /// `p99` and its like have a property of their own.
    fn percentile(&self) -> Option<&'static str> {
        Some(self.metric.statistic).filter(|it| it.starts_with('p'))
    }

    fn statistic(&self) -> Option<&'static str> {
        Some(self.metric.statistic).filter(|_| self.percentile().is_none())
    }

    fn actions(&self) -> Option<Vec<Expr>> {
        self.topic.as_ref().map(|topic| vec![topic.clone()])
    }
}

/// References to an alarm.
pub trait AlarmRef {
    /// `arn:…:alarm:NAME`
    fn arn(self) -> Expr;
}
impl AlarmRef for Ref<Alarm> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
}

impl Construct for Alarm {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let (period, periods) = self.period();
        let tags = out.tags().list();
        let dimension = |(name, value): &(&'static str, Expr)| map! { "Name": *name, "Value": value };
        out.main(
            "AWS::CloudWatch::Alarm",
            map! {
                "AlarmName": &self.name,
                "AlarmDescription": &self.description,
                "Namespace": self.metric.namespace,
                "MetricName": self.metric.name,
                "Dimensions": (!self.dimensions.is_empty())
                    .then(|| self.dimensions.iter().map(dimension).collect::<Expr>()),
                "Statistic": self.statistic(),
                "ExtendedStatistic": self.percentile(),
                "Period": period,
                "EvaluationPeriods": periods,
                "Threshold": &self.threshold,
                "ComparisonOperator": "GreaterThanThreshold",
                "TreatMissingData": self.metric.missing.word(),
                "AlarmActions": self.actions(),
                "OKActions": self.actions(),
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let (period, periods) = self.period();
        let dimensions =
            self.dimensions.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
        out.main(
            "aws_cloudwatch_metric_alarm",
            map! {
                "alarm_name": &self.name,
                "alarm_description": &self.description,
                "namespace": self.metric.namespace,
                "metric_name": self.metric.name,
                "dimensions": (!self.dimensions.is_empty()).then_some(Expr::Map(dimensions)),
                "statistic": self.statistic(),
                "extended_statistic": self.percentile(),
                "period": period,
                "evaluation_periods": periods,
                "threshold": &self.threshold,
                "comparison_operator": "GreaterThanThreshold",
                "treat_missing_data": self.metric.missing.word(),
                "alarm_actions": self.actions(),
                "ok_actions": self.actions(),
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Att("Arn"))
            .then(|| arn("cloudwatch", self.region, format!("alarm:{}", self.name)))
    }
}
