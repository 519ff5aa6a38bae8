# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# traffic

# By hand, once this exists and before what needs it can work:
# Delegate payments.acme-bank.com: create an NS record for it in its parent zone with the name servers from the outputs. Certificates validate only after that.
resource "aws_route53_zone" "traffic_zone" {
  provider = aws.us_east_2

  name          = "payments.acme-bank.com"
  comment       = "dev of payments"
  force_destroy = true
}

resource "aws_acm_certificate" "traffic_us_east_1_certificate" {
  provider = aws.us_east_1

  domain_name       = "pay.payments.acme-bank.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "traffic_us_east_2_certificate" {
  provider = aws.us_east_2

  domain_name       = "pay.payments.acme-bank.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "traffic_certificate_proof" {
  provider = aws.us_east_2

  zone_id         = aws_route53_zone.traffic_zone.zone_id
  name            = aws_acm_certificate.traffic_us_east_2_certificate.domain_validation_options.*.resource_record_name[0]
  type            = aws_acm_certificate.traffic_us_east_2_certificate.domain_validation_options.*.resource_record_type[0]
  ttl             = 60
  records         = [aws_acm_certificate.traffic_us_east_2_certificate.domain_validation_options.*.resource_record_value[0]]
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "traffic_us_east_1_certificate_validation" {
  provider = aws.us_east_1

  certificate_arn         = aws_acm_certificate.traffic_us_east_1_certificate.arn
  validation_record_fqdns = [aws_route53_record.traffic_certificate_proof.fqdn]
}

resource "aws_acm_certificate_validation" "traffic_us_east_2_certificate_validation" {
  provider = aws.us_east_2

  certificate_arn         = aws_acm_certificate.traffic_us_east_2_certificate.arn
  validation_record_fqdns = [aws_route53_record.traffic_certificate_proof.fqdn]
}

resource "aws_route53_health_check" "traffic_health_primary" {
  provider = aws.us_east_2

  type              = "HTTPS"
  fqdn              = aws_lb.balancer_edge_us_east_1.dns_name
  port              = 443
  resource_path     = "/health"
  request_interval  = 30
  failure_threshold = 3
  enable_sni        = true
  tags = {
    Name = "pay.payments.acme-bank.com primary us-east-1"
  }
}

resource "aws_route53_health_check" "traffic_health_secondary" {
  provider = aws.us_east_2

  type              = "HTTPS"
  fqdn              = aws_lb.balancer_edge_us_east_2.dns_name
  port              = 443
  resource_path     = "/health"
  request_interval  = 30
  failure_threshold = 3
  enable_sni        = true
  tags = {
    Name = "pay.payments.acme-bank.com secondary us-east-2"
  }
}

resource "aws_globalaccelerator_accelerator" "traffic_accelerator" {
  provider = aws.us_east_2

  name            = "payments-dev"
  ip_address_type = "IPV4"
  enabled         = true
}

resource "aws_globalaccelerator_listener" "traffic_listener" {
  provider = aws.us_east_2

  accelerator_arn = aws_globalaccelerator_accelerator.traffic_accelerator.arn
  protocol        = "TCP"
  client_affinity = "NONE"

  port_range {
    from_port = 443
    to_port   = 443
  }
}

resource "aws_globalaccelerator_endpoint_group" "traffic_group_primary" {
  provider = aws.us_east_2

  listener_arn                  = aws_globalaccelerator_listener.traffic_listener.arn
  endpoint_group_region         = "us-east-1"
  traffic_dial_percentage       = 100
  health_check_protocol         = "TCP"
  health_check_port             = 443
  health_check_interval_seconds = 30
  threshold_count               = 3

  endpoint_configuration {
    endpoint_id                    = aws_lb.balancer_edge_us_east_1.arn
    weight                         = 128
    client_ip_preservation_enabled = false
  }

  depends_on = [aws_lb_listener.balancer_edge_us_east_1_listener]
}

resource "aws_globalaccelerator_endpoint_group" "traffic_group_secondary" {
  provider = aws.us_east_2

  listener_arn                  = aws_globalaccelerator_listener.traffic_listener.arn
  endpoint_group_region         = "us-east-2"
  traffic_dial_percentage       = 0
  health_check_protocol         = "TCP"
  health_check_port             = 443
  health_check_interval_seconds = 30
  threshold_count               = 3

  endpoint_configuration {
    endpoint_id                    = aws_lb.balancer_edge_us_east_2.arn
    weight                         = 128
    client_ip_preservation_enabled = false
  }

  depends_on = [aws_lb_listener.balancer_edge_us_east_2_listener]
}

resource "aws_route53_record" "traffic_record" {
  provider = aws.us_east_2

  zone_id = aws_route53_zone.traffic_zone.zone_id
  name    = "pay.payments.acme-bank.com"
  type    = "A"

  alias {
    name                   = aws_globalaccelerator_accelerator.traffic_accelerator.dns_name
    zone_id                = aws_globalaccelerator_accelerator.traffic_accelerator.hosted_zone_id
    evaluate_target_health = false
  }
}
