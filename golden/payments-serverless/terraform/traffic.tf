# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
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

  domain_name       = "api.payments.acme-bank.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "traffic_us_east_2_certificate" {
  provider = aws.us_east_2

  domain_name       = "api.payments.acme-bank.com"
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

resource "aws_api_gateway_domain_name" "traffic_us_east_1_domain" {
  provider = aws.us_east_1

  domain_name              = "api.payments.acme-bank.com"
  regional_certificate_arn = aws_acm_certificate_validation.traffic_us_east_1_certificate_validation.certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "traffic_us_east_1_mapping" {
  provider = aws.us_east_1

  domain_name = aws_api_gateway_domain_name.traffic_us_east_1_domain.domain_name
  api_id      = aws_api_gateway_rest_api.api_payment_us_east_1.id
  stage_name  = aws_api_gateway_stage.api_payment_us_east_1_stage.stage_name
}

resource "aws_api_gateway_domain_name" "traffic_us_east_2_domain" {
  provider = aws.us_east_2

  domain_name              = "api.payments.acme-bank.com"
  regional_certificate_arn = aws_acm_certificate_validation.traffic_us_east_2_certificate_validation.certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "traffic_us_east_2_mapping" {
  provider = aws.us_east_2

  domain_name = aws_api_gateway_domain_name.traffic_us_east_2_domain.domain_name
  api_id      = aws_api_gateway_rest_api.api_payment_us_east_2.id
  stage_name  = aws_api_gateway_stage.api_payment_us_east_2_stage.stage_name
}

resource "aws_route53_health_check" "traffic_health_primary" {
  provider = aws.us_east_2

  type              = "HTTPS"
  fqdn              = "${aws_api_gateway_rest_api.api_payment_us_east_1.id}.execute-api.us-east-1.amazonaws.com"
  port              = 443
  resource_path     = "/prod/health"
  request_interval  = 30
  failure_threshold = 3
  enable_sni        = true
  tags = {
    Name = "api.payments.acme-bank.com primary us-east-1"
  }
}

resource "aws_route53_health_check" "traffic_health_secondary" {
  provider = aws.us_east_2

  type              = "HTTPS"
  fqdn              = "${aws_api_gateway_rest_api.api_payment_us_east_2.id}.execute-api.us-east-2.amazonaws.com"
  port              = 443
  resource_path     = "/prod/health"
  request_interval  = 30
  failure_threshold = 3
  enable_sni        = true
  tags = {
    Name = "api.payments.acme-bank.com secondary us-east-2"
  }
}

resource "aws_route53_record" "traffic_record_primary" {
  provider = aws.us_east_2

  zone_id         = aws_route53_zone.traffic_zone.zone_id
  name            = "api.payments.acme-bank.com"
  type            = "CNAME"
  set_identifier  = "primary"
  health_check_id = aws_route53_health_check.traffic_health_primary.id
  ttl             = 60
  records         = [aws_api_gateway_domain_name.traffic_us_east_1_domain.regional_domain_name]

  failover_routing_policy {
    type = "PRIMARY"
  }
}

resource "aws_route53_record" "traffic_record_secondary" {
  provider = aws.us_east_2

  zone_id         = aws_route53_zone.traffic_zone.zone_id
  name            = "api.payments.acme-bank.com"
  type            = "CNAME"
  set_identifier  = "secondary"
  health_check_id = aws_route53_health_check.traffic_health_secondary.id
  ttl             = 60
  records         = [aws_api_gateway_domain_name.traffic_us_east_2_domain.regional_domain_name]

  failover_routing_policy {
    type = "SECONDARY"
  }
}
