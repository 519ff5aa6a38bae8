# --- balancers: the network one in front of the application one, which calls the function --------

resource "aws_lb" "edge" {
  enable_cross_zone_load_balancing = true
  enable_deletion_protection       = false
  internal                         = false
  ip_address_type                  = "ipv4"
  load_balancer_type               = "network"
  name                             = "pay-edge-${local.suffix}"
  security_groups                  = [aws_security_group.edge.id]
  subnets                          = [for it in aws_subnet.public : it.id]
}

resource "aws_lb" "app" {
  desync_mitigation_mode     = "strictest"
  drop_invalid_header_fields = true
  enable_deletion_protection = false
  idle_timeout               = 30
  internal                   = true
  load_balancer_type         = "application"
  name                       = "pay-app-${local.suffix}"
  security_groups            = [aws_security_group.edge.id]
  subnets                    = [for it in aws_subnet.private : it.id]
}

resource "aws_lb_target_group" "edge" {
  deregistration_delay = 30
  name                 = "pay-edge-${local.suffix}"
  port                 = 443
  protocol             = "TCP"
  target_type          = "alb"
  vpc_id               = aws_vpc.main.id

  health_check {
    healthy_threshold   = 3
    interval            = 30
    matcher             = "200"
    path                = "/health"
    port                = "443"
    protocol            = "HTTPS"
    timeout             = 6
    unhealthy_threshold = 3
  }
}

resource "aws_lb_target_group_attachment" "edge" {
  depends_on = [aws_lb_listener.app]

  port             = 443
  target_group_arn = aws_lb_target_group.edge.arn
  target_id        = aws_lb.app.arn
}

resource "aws_lb_listener" "edge" {
  load_balancer_arn = aws_lb.edge.arn
  port              = 443
  protocol          = "TCP"

  default_action {
    target_group_arn = aws_lb_target_group.edge.arn
    type             = "forward"
  }
}

resource "aws_lb_target_group" "app" {
  lambda_multi_value_headers_enabled = true
  name                               = "pay-app-${local.suffix}"
  target_type                        = "lambda"

  health_check {
    enabled             = true
    healthy_threshold   = 3
    interval            = 30
    matcher             = "200"
    path                = "/health"
    timeout             = 20
    unhealthy_threshold = 3
  }
}

resource "aws_lb_target_group_attachment" "app" {
  depends_on = [aws_lambda_permission.balancer]

  target_group_arn = aws_lb_target_group.app.arn
  target_id        = aws_lambda_alias.live.arn
}

resource "aws_lb_listener" "app" {
  certificate_arn   = var.certificate
  load_balancer_arn = aws_lb.app.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    target_group_arn = aws_lb_target_group.app.arn
    type             = "forward"
  }
}

resource "aws_lb_listener" "redirect" {
  load_balancer_arn = aws_lb.app.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

# --- keys of the API's customers ---------------------------------------------------------------

resource "aws_api_gateway_rest_api" "payment" {
  name = "payment-${local.suffix}"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_method" "health" {
  api_key_required = true
  authorization    = "NONE"
  http_method      = "GET"
  resource_id      = aws_api_gateway_rest_api.payment.root_resource_id
  rest_api_id      = aws_api_gateway_rest_api.payment.id
}

resource "aws_api_gateway_integration" "health" {
  http_method       = aws_api_gateway_method.health.http_method
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
  resource_id       = aws_api_gateway_rest_api.payment.root_resource_id
  rest_api_id       = aws_api_gateway_rest_api.payment.id
  type              = "MOCK"
}

resource "aws_api_gateway_deployment" "payment" {
  depends_on = [aws_api_gateway_integration.health]

  rest_api_id = aws_api_gateway_rest_api.payment.id
}

resource "aws_api_gateway_stage" "prod" {
  deployment_id        = aws_api_gateway_deployment.payment.id
  rest_api_id          = aws_api_gateway_rest_api.payment.id
  stage_name           = "prod"
  xray_tracing_enabled = true
}

resource "aws_api_gateway_api_key" "partner" {
  name = "partner-${local.suffix}"
}

resource "aws_api_gateway_usage_plan" "partner" {
  name = "partner-${local.suffix}"

  api_stages {
    api_id = aws_api_gateway_rest_api.payment.id
    stage  = aws_api_gateway_stage.prod.stage_name
  }

  quota_settings {
    limit  = 100000
    period = "DAY"
  }

  throttle_settings {
    burst_limit = 100
    rate_limit  = 50
  }
}

resource "aws_api_gateway_usage_plan_key" "partner" {
  key_id        = aws_api_gateway_api_key.partner.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.partner.id
}
