//! What a spec says of a bucket.

use super::lifecycle::LifecycleEntry;
use drc_model::{Address, Duration, Name, PerRegion, Size, fields};
use drc_syntax::{Span, Spanned};

fields! {
    /// A versioned, encrypted, private bucket in every Region, replicated from the primary.
    pub struct Bucket {
        /// What the naming rule calls `${service}`. Default: the bucket's name in the spec.
        name: Option<Spanned<Name>>,
        /// How objects get to the other Region.
        replication: Spanned<ReplicationFields> = Spanned::new(ReplicationFields::default(), Span::default()),
        /// What becomes of objects as they age, in every Region's bucket: S3 replicates objects, not their ageing.
        lifecycle: Vec<Spanned<LifecycleEntry>>,
        /// The key that encrypts it. Default: S3's own (SSE-S3).
        key: Option<Spanned<Address>>,
        /// Names of buckets that are there already, one per Region. drc makes and changes nothing of theirs.
        existing: Option<Spanned<PerRegion<Spanned<String>>>>,
        /// It stays, with all that is in it, when the system is destroyed. Default: false.
        protect: bool = false,
        /// How much of the newest data may be missing, if not as much as the system's.
        rpo: Option<Spanned<Duration>>,
        /// Why this store's objective differs from the system's.
        rpo_reason: Option<Spanned<String>>,
    }
}

fields! {
    /// How objects get to the other Region.
    pub struct ReplicationFields {
        /// Replication Time Control: 99.9 % of objects within 15 minutes, with metrics and an SLA. Default: true.
        time_control: bool = true,
        /// Every Region copies to every other, so that what the secondary takes after a failover is there when the
        /// primary returns. Default: false.
        two_way: bool = false,
        /// Only objects whose keys begin so are copied. Default: all.
        prefix: Option<Spanned<String>>,
        /// How much a second has to be copied when most is written. Nothing is made of it.
        rate: Option<Spanned<Size>>,
    }
}

impl Default for ReplicationFields {
    fn default() -> Self {
        Self { time_control: true, two_way: false, prefix: None, rate: None }
    }
}

impl Bucket {
    /// Whether drc makes the buckets, and so their replication.
    pub fn makes_rules(&self) -> bool {
        self.existing.is_none()
    }
}
