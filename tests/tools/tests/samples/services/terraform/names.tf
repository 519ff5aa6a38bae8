# --- the zone, its certificates, its records and what they watch ---------------------------

resource "aws_route53_zone" "main" {
  force_destroy = true
  name          = "payments.acme-bank.com"
}

resource "aws_acm_certificate" "primary" {
  domain_name       = "pay.payments.acme-bank.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "secondary" {
  provider = aws.secondary

  domain_name       = "pay.payments.acme-bank.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  allow_overwrite = true
  name            = tolist(aws_acm_certificate.primary.domain_validation_options)[0].resource_record_name
  records         = [tolist(aws_acm_certificate.primary.domain_validation_options)[0].resource_record_value]
  ttl             = 60
  type            = tolist(aws_acm_certificate.primary.domain_validation_options)[0].resource_record_type
  zone_id         = aws_route53_zone.main.zone_id
}

resource "aws_acm_certificate_validation" "primary" {
  certificate_arn         = aws_acm_certificate.primary.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

resource "aws_acm_certificate_validation" "secondary" {
  provider = aws.secondary

  certificate_arn         = aws_acm_certificate.secondary.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

resource "aws_route53_health_check" "primary" {
  failure_threshold = 3
  fqdn              = module.primary.edge_name
  port              = 443
  request_interval  = 30
  resource_path     = "/health"
  type              = "HTTPS"
}

resource "aws_route53_health_check" "lag" {
  cloudwatch_alarm_name           = module.primary.alarm
  cloudwatch_alarm_region         = "us-east-1"
  insufficient_data_health_status = "LastKnownStatus"
  type                            = "CLOUDWATCH_METRIC"
}

resource "aws_route53_health_check" "all" {
  child_health_threshold = 2
  child_healthchecks     = [aws_route53_health_check.lag.id, aws_route53_health_check.primary.id]
  type                   = "CALCULATED"
}

resource "aws_route53_record" "edge" {
  name    = "pay.payments.acme-bank.com"
  type    = "A"
  zone_id = aws_route53_zone.main.zone_id

  alias {
    evaluate_target_health = true
    name                   = aws_globalaccelerator_accelerator.edge.dns_name
    zone_id                = aws_globalaccelerator_accelerator.edge.hosted_zone_id
  }
}

resource "aws_route53_record" "latency" {
  for_each = { us-east-1 = module.primary, us-west-2 = module.secondary }

  name           = "near.payments.acme-bank.com"
  set_identifier = each.key
  type           = "A"
  zone_id        = aws_route53_zone.main.zone_id

  alias {
    evaluate_target_health = true
    name                   = each.value.edge_name
    zone_id                = each.value.edge_zone
  }

  latency_routing_policy {
    region = each.key
  }
}

resource "aws_route53_record" "multivalue" {
  for_each = { one = "192.0.2.1", two = "192.0.2.2" }

  multivalue_answer_routing_policy = true
  name                             = "any.payments.acme-bank.com"
  records                          = [each.value]
  set_identifier                   = each.key
  ttl                              = 60
  type                             = "A"
  zone_id                          = aws_route53_zone.main.zone_id
}

resource "aws_route53_record" "failover" {
  for_each = { PRIMARY = "us-east-1", SECONDARY = "us-west-2" }

  health_check_id = each.key == "PRIMARY" ? aws_route53_health_check.all.id : null
  name            = "main.payments.acme-bank.com"
  set_identifier  = each.value
  type            = "A"
  zone_id         = aws_route53_zone.main.zone_id

  alias {
    evaluate_target_health = true
    name                   = "${each.value}.payments.acme-bank.com"
    zone_id                = aws_route53_zone.main.zone_id
  }

  failover_routing_policy {
    type = each.key
  }

  depends_on = [aws_route53_record.regional]
}

resource "aws_route53_record" "regional" {
  for_each = { us-east-1 = "192.0.2.1", us-west-2 = "192.0.2.2" }

  name    = "${each.key}.payments.acme-bank.com"
  records = [each.value]
  ttl     = 60
  type    = "A"
  zone_id = aws_route53_zone.main.zone_id
}

# --- the accelerator ------------------------------------------------------------------------

resource "aws_globalaccelerator_accelerator" "edge" {
  enabled         = true
  ip_address_type = "IPV4"
  name            = "payments-edge-dev"

  attributes {
    flow_logs_enabled   = true
    flow_logs_s3_bucket = aws_s3_bucket.logs.bucket
    flow_logs_s3_prefix = "accelerator/"
  }
}

resource "aws_globalaccelerator_listener" "edge" {
  accelerator_arn = aws_globalaccelerator_accelerator.edge.arn
  client_affinity = "SOURCE_IP"
  protocol        = "TCP"

  port_range {
    from_port = 443
    to_port   = 443
  }
}

resource "aws_globalaccelerator_endpoint_group" "primary" {
  endpoint_group_region         = "us-east-1"
  health_check_interval_seconds = 30
  health_check_path             = "/health"
  health_check_port             = 443
  health_check_protocol         = "HTTPS"
  listener_arn                  = aws_globalaccelerator_listener.edge.arn
  threshold_count               = 3
  traffic_dial_percentage       = 100

  endpoint_configuration {
    client_ip_preservation_enabled = true
    endpoint_id                    = module.primary.edge
    weight                         = 128
  }
}

resource "aws_globalaccelerator_endpoint_group" "secondary" {
  endpoint_group_region         = "us-west-2"
  health_check_interval_seconds = 30
  health_check_port             = 443
  health_check_protocol         = "TCP"
  listener_arn                  = aws_globalaccelerator_listener.edge.arn
  threshold_count               = 3
  traffic_dial_percentage       = 0

  endpoint_configuration {
    endpoint_id = module.secondary.edge
    weight      = 128
  }
}

resource "aws_s3_bucket" "logs" {
  bucket        = "payments-logs-dev"
  force_destroy = true
}
