//! The fields of `database.<name>`.

use drc_model::{Address, Cx, Decode, Duration, Fraction, Inspect, Name, Type, Unit, What, fields, keywords};
use drc_syntax::{Item, Span, Spanned, Value};
use schemars::{Schema, SchemaGenerator, json_schema};
use std::fmt;

fields! {
    /// An Aurora global database: a cluster that is written in the primary Region, and one in every other Region that
    /// follows it and can take over.
    pub struct Database {
        /// What the naming rule calls `${service}`. Default: the database's name in the spec.
        name: Option<Spanned<Name>>,
        /// Whose wire protocol it speaks.
        engine: Spanned<Engine>,
        /// Aurora's version: `"8.0.mysql_aurora.3.08.2"`, `"16.11"`. The same in every Region.
        version: Spanned<String>,
        /// The class of every instance: `"db.r6g.large"`. Either this or `capacity`.
        class: Option<Spanned<String>>,
        /// Serverless v2: between how many capacity units every instance moves. Either this or `class`.
        capacity: Option<Spanned<Capacity>>,
        /// How many instances each Region's cluster has. Default: 2 in the primary, 1 in every other.
        instances: Instances = Instances::default(),
        /// The network whose private subnets it stands in.
        network: Spanned<Address>,
        /// The database that is made in it. Default: the database's name in the spec, `_` for `-`.
        database: Option<Spanned<String>>,
        /// The name of its first user. Default: `"drc_admin"`.
        username: Option<Spanned<String>>,
        /// A secret of a user's name and a password, `generate = { username = "…" }`. Default: one of its own.
        secret: Option<Spanned<Address>>,
        /// Who makes another Region's cluster the writer: AWS never does so by itself. Default: `"manual"`.
        promotion: Spanned<Promotion> = Spanned::new(Promotion::Manual, Span::default()),
        /// When the watcher promotes; with `promotion = "automatic"`. Default: 3 failures in a row, one look a minute.
        watch: Option<Spanned<WatchPlan>>,
        /// Whether SQL can be sent over HTTPS (RDS Data API). Default: where the version has it.
        data_api: Option<Spanned<bool>>,
        /// The key it is encrypted under. Default: AWS's own.
        key: Option<Spanned<Address>>,
        /// How long automated backups are kept, in each Region. Default: `"7d"`.
        backup_retention: Spanned<Duration> = Spanned::new(Duration::from_secs(7 * 86_400), Span::default()),
        /// How long its logs are kept. Default: `"30d"`.
        log_retention: Spanned<Duration> = Spanned::new(Duration::from_secs(30 * 86_400), Span::default()),
        /// Refuses to be deleted, and leaves a snapshot when it is. Default: false.
        protect: bool = false,
        /// How much of the newest data may be missing, if not as much as the system's.
        rpo: Option<Spanned<Duration>>,
        /// Why this store's objective differs from the system's.
        rpo_reason: Option<Spanned<String>>,
        /// Stops writing once every other Region lags by the RPO: loss is bounded, availability is not. Aurora
        /// PostgreSQL only. Default: false.
        rpo_enforced: Option<Spanned<bool>>,
        /// Read only to say why it cannot be: a global database cannot be rewound.
        backtrack: Option<Spanned<Duration>>,
        /// How long it may take until it serves again, if not as long as the system.
        rto: Option<Spanned<Duration>>,
    }
}

fields! {
    /// How many instances each Region's cluster has.
    pub struct Instances {
        /// In the primary Region: one writes, the others read and stand in for it. Default: 2.
        primary: Spanned<i64> = Spanned::new(2, Span::default()),
        /// In every other Region. None at all saves their price, and one must be made before a failover. Default: 1.
        secondary: Spanned<i64> = Spanned::new(1, Span::default()),
    }
}

impl Default for Instances {
    fn default() -> Self {
        Self { primary: Spanned::new(2, Span::default()), secondary: Spanned::new(1, Span::default()) }
    }
}

fields! {
    /// Between how many Aurora capacity units an instance moves. A unit is about 2 GiB of memory.
    pub struct Capacity {
        /// The fewest: 0 (it pauses) or 0.5 and more.
        min: Spanned<Acu>,
        /// The most, up to 256.
        max: Spanned<Acu>,
        /// What the writer uses at its peak: what another Region must be able to carry. Default: `max`.
        need: Option<Spanned<Acu>>,
    }
}

fields! {
    /// When the watcher promotes.
    pub struct WatchPlan {
        /// Time between two looks at the primary Region, in whole minutes. Default: `"60s"`.
        interval: Spanned<Duration> = Spanned::new(Duration::from_secs(60), Span::default()),
        /// So many failures in a row make it promote. Default: 3.
        threshold: Spanned<i64> = Spanned::new(3, Span::default()),
    }
}

impl Default for WatchPlan {
    fn default() -> Self {
        let interval = Spanned::new(Duration::from_secs(60), Span::default());
        Self { interval, threshold: Spanned::new(3, Span::default()) }
    }
}

keywords! {
    /// Whose wire protocol a database speaks.
    pub enum Engine as "an engine of Aurora" {
        /// MySQL's.
        Mysql = "aurora-mysql",
        /// PostgreSQL's.
        Postgresql = "aurora-postgresql",
    }
}

keywords! {
    /// Who makes another Region's cluster the writer.
    pub enum Promotion as "a way to promote" {
        /// A person, with the command of the runbook.
        Manual = "manual",
        /// A function in the Region that takes over, which watches the primary.
        Automatic = "automatic",
    }
}

/// A number of Aurora capacity units, which come in halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acu(u32);

impl Acu {
    /// So many halves.
    pub const fn halves(halves: u32) -> Self {
        Self(halves)
    }

    /// As AWS takes it.
    pub fn number(self) -> f64 {
        f64::from(self.0) / 2.0
    }
}

impl fmt::Display for Acu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

impl Inspect for Acu {
    fn kind() -> Type {
        Type::Quantity(Unit::Count)
    }
    fn inspect(&self) -> drc_model::Value<'_> {
        let acu = Fraction::new(self.0.into(), 2);
        drc_model::Value::new(acu.map_or(What::Absent, |it| What::Quantity(Unit::Count, it)))
    }
}

impl Decode for Acu {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = match &item.value {
            Value::Integer(whole) => whole.to_string(),
            Value::Float(number) => number.to_string(),
            Value::String(_) | Value::Boolean(_) | Value::Date(_) | Value::Array(_) | Value::Table(_) => {
                return cx.wrong_type(item, "a number of capacity units");
            }
        };
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let half = match part {
            "" => Some(0),
            "5" => Some(1),
            _ => None,
        };
        let halves = whole.parse::<u32>().ok().and_then(|it| it.checked_mul(2)).zip(half);
        match halves {
            Some((whole, half)) => Some(Self(whole + half)),
            None => cx.wrong_type(item, "a number of capacity units, in steps of 0.5"),
        }
    }
    fn example() -> String {
        "8".to_owned()
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "multipleOf": 0.5 })
    }
}

impl Engine {
    /// The TCP port its clients know.
    pub fn port(self) -> i64 {
        match self {
            Self::Mysql => 3306,
            Self::Postgresql => 5432,
        }
    }

    /// The logs it writes to CloudWatch.
    pub fn logs(self) -> &'static [&'static str] {
        match self {
            Self::Mysql => &["audit", "error", "slowquery"],
            Self::Postgresql => &["postgresql"],
        }
    }
}

/// Aurora's version, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// MySQL's or PostgreSQL's own: `(8, 0)`, `(16, 11)`.
    pub base: (u32, u32),
    /// Aurora MySQL's: `(3, 8)`; nothing for PostgreSQL, whose versions Aurora shares.
    pub aurora: (u32, u32),
}

impl Version {
    /// Reads `8.0.mysql_aurora.3.08.2` or `16.11`; `None` for what the engine has no version of the form of.
    pub fn parse(engine: Engine, text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split('.').collect();
        let number = |word: &str| {
            let digits = !word.is_empty() && word.bytes().all(|it| it.is_ascii_digit());
            digits.then(|| word.parse::<u32>().ok()).flatten()
        };
        match (engine, words.as_slice()) {
            (Engine::Mysql, [major, minor, "mysql_aurora", ours, release, patch]) => {
                number(patch)?;
                Some(Self {
                    base: (number(major)?, number(minor)?),
                    aurora: (number(ours)?, number(release)?),
                })
            }
            (Engine::Postgresql, [major, minor]) => {
                Some(Self { base: (number(major)?, number(minor)?), aurora: (0, 0) })
            }
            (Engine::Mysql | Engine::Postgresql, _) => None,
        }
    }

    /// Whether the RDS Data API is there for instances that are not Serverless v1.
    /// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API.html>.
    pub fn has_data_api(self, engine: Engine) -> bool {
        match engine {
            Engine::Mysql => self.aurora >= (3, 7),
            Engine::Postgresql => match self.base {
                (13, minor) => minor >= 11,
                (14, minor) => minor >= 8,
                (15, minor) => minor >= 3,
                (16, minor) => minor >= 1,
                (major, _) => major > 16,
            },
        }
    }

    /// Whether a global database can be promoted by one call.
    /// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.GlobalDatabase.html>.
    pub fn is_supported(self, engine: Engine) -> bool {
        match engine {
            Engine::Mysql => self.aurora >= (3, 1),
            Engine::Postgresql => self.base >= (13, 4),
        }
    }

    /// The family of parameter groups: `aurora-mysql8.0`, `aurora-postgresql16`.
    pub fn family(self, engine: Engine) -> String {
        let (major, minor) = self.base;
        match engine {
            Engine::Mysql => format!("aurora-mysql{major}.{minor}"),
            Engine::Postgresql => format!("aurora-postgresql{major}"),
        }
    }
}

impl Database {
    /// Its version, taken apart; `None` if it has no such form, which is reported.
    pub fn parsed_version(&self) -> Option<Version> {
        Version::parse(self.engine.value, &self.version.value)
    }

    /// When the watcher promotes.
    pub fn plan(&self) -> WatchPlan {
        self.watch.as_ref().map_or_else(WatchPlan::default, |it| it.value.clone())
    }

    /// Whether SQL can be sent over HTTPS.
    pub fn has_data_api(&self) -> bool {
        let possible = || self.parsed_version().is_some_and(|it| it.has_data_api(self.engine.value));
        self.data_api.map_or_else(possible, |it| it.value)
    }

    /// Whether writing stops before more is lost than the RPO allows.
    pub fn enforces_rpo(&self) -> bool {
        self.rpo_enforced.is_some_and(|it| it.value)
    }

    /// Whether Regions but the primary have storage and no instance.
    pub fn is_headless(&self) -> bool {
        self.instances.secondary.value == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_taken_apart() {
        let mysql = Version::parse(Engine::Mysql, "8.0.mysql_aurora.3.08.2").expect("a version");
        assert_eq!((mysql.base, mysql.aurora), ((8, 0), (3, 8)));
        assert_eq!(mysql.family(Engine::Mysql), "aurora-mysql8.0");
        assert!(mysql.has_data_api(Engine::Mysql));
        let postgresql = Version::parse(Engine::Postgresql, "16.11").expect("a version");
        assert_eq!(postgresql.family(Engine::Postgresql), "aurora-postgresql16");
        for (engine, text) in [
            (Engine::Mysql, "8.0"),
            (Engine::Mysql, "16.11"),
            (Engine::Mysql, "8.0.mysql_aurora.3.08"),
            (Engine::Mysql, "8.0.mysql_aurora.3.08.+2"),
            (Engine::Postgresql, "16"),
            (Engine::Postgresql, "8.0.mysql_aurora.3.08.2"),
        ] {
            assert_eq!(Version::parse(engine, text), None, "{text}");
        }
    }

    #[test]
    fn the_data_api_came_with_a_release() {
        let has = |engine, text| Version::parse(engine, text).is_some_and(|it| it.has_data_api(engine));
        assert!(!has(Engine::Mysql, "8.0.mysql_aurora.3.04.1"));
        assert!(has(Engine::Mysql, "8.0.mysql_aurora.3.10.0"));
        assert!(!has(Engine::Postgresql, "13.10"));
        assert!(has(Engine::Postgresql, "17.4"));
    }
}
