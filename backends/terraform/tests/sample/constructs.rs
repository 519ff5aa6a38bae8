//! Nouns of the sample, in the provider dialect only.

use drc_ir::{AssetId, Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::Region;

/// The parts of `Construct` this sample has no use for.
macro_rules! provider_only {
    ($($noun:ty),*) => { $(impl Construct for $noun {
        fn cloudformation(&self, _: &mut Shapes<'_>) {}
        fn provider(&self, out: &mut Shapes<'_>) { self.draw(out); }
        fn known(&self, _: Attr) -> Option<Expr> { None }
    })* };
}
provider_only!(Role, Bucket, Function, Table, Replica, Zone, Certificate, Health, Record);

#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) trusts: &'static str,
    pub(crate) table: Option<Ref<Table>>,
}

impl Role {
    fn draw(&self, out: &mut Shapes<'_>) {
        let trust = map! {
            "Version": "2012-10-17",
            "Statement": [map! {
                "Effect": "Allow",
                "Principal": map! { "Service": format!("{}.amazonaws.com", self.trusts) },
                "Action": "sts:AssumeRole",
                "Condition": map! { "StringEquals": map! { "aws:SourceAccount": Expr::Account } },
            }],
        };
        out.main(
            "aws_iam_role",
            map! { "name": format!("{}-role", self.trusts), "assume_role_policy": trust.json() },
        );
        let Some(table) = self.table else { return };
        let arn = table.get_att("Arn", "arn");
        let policy = map! {
            "Version": "2012-10-17",
            "Statement": [map! {
                "Sid": "Table",
                "Effect": "Allow",
                "Action": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"],
                "Resource": Expr::List(vec![arn.clone(), text![&arn, "/index/*"]]),
            }, map! {
                "Effect": "Allow",
                "Action": "logs:PutLogEvents",
                "Resource": text!["arn:", Expr::Partition, ":logs:*:", Expr::Account, ":log-group:/aws/lambda/${aws:userid}*"],
            }],
        };
        out.part(
            "policy",
            "aws_iam_role_policy",
            map! {
                "role": Expr::Part("", "id"), "name": "table", "policy": policy.json(),
            },
        );
    }
}

#[derive(Debug)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) replication: Option<Replication>,
}

#[derive(Debug)]
pub(crate) struct Replication {
    pub(crate) role: Ref<Role>,
    pub(crate) to: Ref<Bucket>,
}

impl Bucket {
    fn draw(&self, out: &mut Shapes<'_>) {
        out.main("aws_s3_bucket", map! { "bucket": &self.name, "force_destroy": true });
        out.part(
            "versioning",
            "aws_s3_bucket_versioning",
            map! {
                "bucket": Expr::Part("", "id"), "versioning_configuration": map! { "status": "Enabled" },
            },
        );
        let Some(it) = &self.replication else { return };
        let minutes = || map! { "minutes": 15 };
        out.part(
            "replication",
            "aws_s3_bucket_replication_configuration",
            map! {
                "rule": [map! {
                    "status": "Enabled",
                    "priority": 1,
                    "filter": map! { "prefix": "" },
                    "delete_marker_replication": map! { "status": "Enabled" },
                    "destination": map! {
                        "bucket": it.to.get_att("Arn", "arn"),
                        "replication_time": map! { "status": "Enabled", "time": minutes() },
                        "metrics": map! { "status": "Enabled", "event_threshold": minutes() },
                    },
                }],
                "bucket": Expr::Part("versioning", "bucket"),
                "role": it.role.get_att("Arn", "arn"),
            },
        )
        .after(it.to.id);
    }
}

#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: &'static str,
    pub(crate) role: Ref<Role>,
    pub(crate) table: Ref<Table>,
}

impl Function {
    fn draw(&self, out: &mut Shapes<'_>) {
        let shape = out.main("aws_lambda_function", map! {
            "function_name": self.name,
            "description": Option::<String>::None,
            "role": self.role.get_att("Arn", "arn"),
            "filename": Expr::Asset(AssetId(0)),
            "source_code_hash": Expr::AssetHash(AssetId(0)),
            "runtime": "nodejs22.x",
            "handler": "index.handler",
            "timeout": 30,
            "publish": true,
            "layers": ["arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:53", "arn:aws:lambda:us-east-1:123456789012:layer:shared:1"],
            "environment": map! { "variables": map! {
                "TABLE_NAME": self.table.ref_attr("name"),
                "BANNER": "line one\n\tline \"two\" costs 100% of $${PRICE}\nEOT\n",
                "for": "a keyword",
                "CONFIG": text!["settings=", map! { "table": self.table.ref_attr("name"), "sizes": [1, 2] }.json(), ";"],
                "LONELY": text![self.table.ref_attr("name")],
                "DOLLAR": text!["$", self.table.ref_attr("name")],
            } },
            "tags": map! {},
        });
        shape.ignore_changes = vec!["layers", "memory_size"];
        shape.create_before_destroy = true;
        out.part(
            "permission",
            "aws_lambda_permission",
            map! {
                "function_name": Expr::Part("", "function_name"),
                "action": "lambda:InvokeFunction",
                "principal": "apigateway.amazonaws.com",
            },
        );
        out.part(
            "logs",
            "aws_cloudwatch_log_group",
            map! {
                "name": text!["/aws/lambda/", self.name], "retention_in_days": 7,
            },
        )
        .after_part("");
    }
}

#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) replica: Region,
}

impl Table {
    fn draw(&self, out: &mut Shapes<'_>) {
        out.main("aws_dynamodb_table", map! {
            "name": "payments",
            "billing_mode": "PAY_PER_REQUEST",
            "hash_key": "paymentId",
            "stream_enabled": true,
            "stream_view_type": "NEW_AND_OLD_IMAGES",
            "attribute": [map! { "name": "paymentId", "type": "S" }, map! { "name": "day", "type": "S" }],
            "global_secondary_index": [map! {
                "name": "day",
                "hash_key": "day",
                "projection_type": "INCLUDE",
                "non_key_attributes": ["amount", "currency", "the_account_that_paid", "the_account_that_was_paid"],
            }],
            "replica": [map! { "region_name": self.replica.code(), "point_in_time_recovery": true }],
        });
    }
}

/// Terraform has no resource for it: the table lists its replicas.
#[derive(Debug)]
pub(crate) struct Replica {
    pub(crate) of: Ref<Table>,
}

impl Replica {
    fn draw(&self, out: &mut Shapes<'_>) {
        out.drawn_by(self.of.id);
    }
}

#[derive(Debug)]
pub(crate) struct Zone;

impl Zone {
    fn draw(&self, out: &mut Shapes<'_>) {
        out.main("aws_route53_zone", map! { "name": "payments.example.org", "force_destroy": true });
    }
}

#[derive(Debug)]
pub(crate) struct Certificate {
    pub(crate) zone: Ref<Zone>,
}

impl Certificate {
    fn draw(&self, out: &mut Shapes<'_>) {
        let shape = out.main(
            "aws_acm_certificate",
            map! {
                "domain_name": "api.payments.example.org", "validation_method": "DNS",
            },
        );
        shape.create_before_destroy = true;
        let option = |field| Expr::Part("", field);
        out.part(
            "proof",
            "aws_route53_record",
            map! {
                "zone_id": self.zone.ref_attr("zone_id"),
                "name": option("domain_validation_options[0].resource_record_name"),
                "type": option("domain_validation_options[0].resource_record_type"),
                "records": [option("domain_validation_options[0].resource_record_value")],
                "ttl": 60,
                "allow_overwrite": true,
            },
        );
        out.part("validation", "aws_acm_certificate_validation", map! {
            "certificate_arn": Expr::Part("", "arn"), "validation_record_fqdns": [Expr::Part("proof", "fqdn")],
        });
    }
}

#[derive(Debug)]
pub(crate) struct Health;

impl Health {
    fn draw(&self, out: &mut Shapes<'_>) {
        out.main("aws_route53_health_check", map! {
            "type": "HTTPS", "fqdn": "api.payments.example.org", "port": 443, "request_interval": 30, "failure_threshold": 3,
        });
        // Route 53 reports its metrics in one Region only.
        let alarm = out.part(
            "alarm",
            "aws_cloudwatch_metric_alarm",
            map! {
                "alarm_name": "primary-is-down",
                "namespace": "AWS/Route53",
                "metric_name": "HealthCheckStatus",
                "dimensions": map! { "HealthCheckId": Expr::Part("", "id") },
                "statistic": "Minimum",
                "comparison_operator": "LessThanThreshold",
                "threshold": 1,
                "period": 60,
                "evaluation_periods": 1,
            },
        );
        alarm.region = Region::find("us-west-2");
    }
}

#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) zone: Ref<Zone>,
    pub(crate) health: Ref<Health>,
}

impl Record {
    fn draw(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_route53_record",
            map! {
                "zone_id": self.zone.ref_attr("zone_id"),
                "name": "api",
                "type": "CNAME",
                "ttl": 60,
                "records": ["primary.payments.example.org"],
                "set_identifier": "primary",
                "health_check_id": self.health.attr(Attr::new(CfnReturn::Att("HealthCheckId"), "id")),
                "failover_routing_policy": map! { "type": "PRIMARY" },
            },
        );
    }
}
