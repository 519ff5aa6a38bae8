//! A CloudWatch dashboard: JSON that CloudWatch draws.

use drc_ir::{Attr, Construct, Expr, Shapes, map};
use drc_model::Region;

/// A dashboard.
#[derive(Debug)]
pub struct Dashboard {
    /// Its name, unique in the account.
    pub name: String,
    /// Markdown on top.
    pub heading: String,
    /// ARNs of the alarms whose state it shows.
    pub alarms: Vec<Expr>,
    /// Graphs, in order.
    pub graphs: Vec<Graph>,
}

/// One graph: a metric of one service.
#[derive(Debug)]
pub struct Graph {
    /// `table.payments ReplicationLatency`
    pub title: String,
    /// `AWS/DynamoDB`
    pub namespace: &'static str,
    /// `ReplicationLatency`
    pub metric: &'static str,
    /// How a period's values become one.
    pub statistic: &'static str,
    /// The lines, each by its dimensions.
    pub lines: Vec<Vec<(&'static str, Expr)>>,
    /// Where the metric is.
    pub region: Region,
}

/// CloudWatch's grid: 24 columns; three graphs in a row.
const WIDTH: i64 = 8;
const HEIGHT: i64 = 6;
const PERIOD: i64 = 60;

impl Graph {
    fn line(&self, dimensions: &[(&'static str, Expr)]) -> Expr {
        let named = [Expr::from(self.namespace), Expr::from(self.metric)];
        let dimensions = dimensions.iter().flat_map(|(name, value)| [Expr::from(*name), value.clone()]);
        named.into_iter().chain(dimensions).collect()
    }

    fn widget(&self, number: i64, top: i64) -> Expr {
        map! {
            "type": "metric",
            "x": number % 3 * WIDTH, "y": top + number / 3 * HEIGHT, "width": WIDTH, "height": HEIGHT,
            "properties": map! {
                "title": &self.title,
                "region": self.region.code(),
                "view": "timeSeries",
                "stat": self.statistic,
                "period": PERIOD,
                "metrics": self.lines.iter().map(|it| self.line(it)).collect::<Expr>(),
            },
        }
    }
}

impl Dashboard {
    fn body(&self) -> Expr {
        let heading = map! {
            "type": "text", "x": 0, "y": 0, "width": 3 * WIDTH, "height": 2,
            "properties": map! { "markdown": &self.heading },
        };
        let alarms = (!self.alarms.is_empty()).then(|| {
            map! {
                "type": "alarm", "x": 0, "y": 2, "width": 3 * WIDTH, "height": 4,
                "properties": map! { "title": "Alarms", "alarms": self.alarms.iter().collect::<Expr>() },
            }
        });
        let top = if alarms.is_some() { 6 } else { 2 };
        let graphs = (0..).zip(&self.graphs).map(|(number, graph)| graph.widget(number, top));
        let widgets: Expr = std::iter::once(heading).chain(alarms).chain(graphs).collect();
        map! { "widgets": widgets }.json()
    }
}

impl Construct for Dashboard {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let body = map! { "DashboardName": &self.name, "DashboardBody": self.body() };
        out.main("AWS::CloudWatch::Dashboard", body);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let body = map! { "dashboard_name": &self.name, "dashboard_body": self.body() };
        out.main("aws_cloudwatch_dashboard", body);
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
