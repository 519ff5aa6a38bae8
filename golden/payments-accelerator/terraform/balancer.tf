# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# balancer.edge

resource "aws_security_group" "balancer_edge_us_east_1_security_group" {
  provider = aws.us_east_1

  name        = "edge-balancer-us-east-1-dev"
  description = "balancer.edge in us-east-1"
  vpc_id      = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "edge-balancer-us-east-1-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "balancer_edge_us_east_1_ingress" {
  provider = aws.us_east_1

  security_group_id = aws_security_group.balancer_edge_us_east_1_security_group.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  description       = "Anybody calls balancer.edge"
}

resource "aws_lb" "balancer_edge_us_east_1" {
  provider = aws.us_east_1

  name               = "edge-us-east-1-dev"
  load_balancer_type = "network"
  internal           = false
  subnets = [
    aws_subnet.network_main_us_east_1_public_az1.id,
    aws_subnet.network_main_us_east_1_public_az2.id,
    aws_subnet.network_main_us_east_1_public_az4.id,
  ]
  security_groups                  = [aws_security_group.balancer_edge_us_east_1_security_group.id]
  enable_deletion_protection       = false
  enable_cross_zone_load_balancing = true

  depends_on = [aws_internet_gateway.network_main_us_east_1_internet]
}

resource "aws_vpc_security_group_egress_rule" "balancer_edge_us_east_1_egress_next" {
  provider = aws.us_east_1

  security_group_id            = aws_security_group.balancer_edge_us_east_1_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.balancer_app_us_east_1_security_group.id
  description                  = "balancer.edge passes requests on to balancer.app"
}

resource "aws_vpc_security_group_ingress_rule" "balancer_edge_us_east_1_ingress_next" {
  provider = aws.us_east_1

  security_group_id            = aws_security_group.balancer_app_us_east_1_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.balancer_edge_us_east_1_security_group.id
  description                  = "balancer.edge passes requests on to balancer.app"
}

resource "aws_lb_target_group" "balancer_edge_us_east_1_targets" {
  provider = aws.us_east_1

  name        = "edge-us-east-1-dev"
  target_type = "alb"
  protocol    = "TCP"
  port        = 443
  vpc_id      = aws_vpc.network_main_us_east_1.id

  health_check {
    enabled             = true
    protocol            = "HTTPS"
    path                = "/health"
    interval            = 30
    timeout             = 10
    healthy_threshold   = 3
    unhealthy_threshold = 3
    matcher             = "200"
  }
}

resource "aws_lb_target_group_attachment" "balancer_edge_us_east_1_targets_target" {
  provider = aws.us_east_1

  target_group_arn = aws_lb_target_group.balancer_edge_us_east_1_targets.arn
  target_id        = aws_lb.balancer_app_us_east_1.arn
  port             = 443

  depends_on = [aws_lb_listener.balancer_app_us_east_1_listener]
}

resource "aws_lb_listener" "balancer_edge_us_east_1_listener" {
  provider = aws.us_east_1

  load_balancer_arn = aws_lb.balancer_edge_us_east_1.arn
  port              = 443
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.balancer_edge_us_east_1_targets.arn
  }
}

resource "aws_security_group" "balancer_edge_us_east_2_security_group" {
  provider = aws.us_east_2

  name        = "edge-balancer-us-east-2-dev"
  description = "balancer.edge in us-east-2"
  vpc_id      = aws_vpc.network_main_us_east_2.id
  tags = {
    Name = "edge-balancer-us-east-2-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "balancer_edge_us_east_2_ingress" {
  provider = aws.us_east_2

  security_group_id = aws_security_group.balancer_edge_us_east_2_security_group.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  description       = "Anybody calls balancer.edge"
}

resource "aws_lb" "balancer_edge_us_east_2" {
  provider = aws.us_east_2

  name               = "edge-us-east-2-dev"
  load_balancer_type = "network"
  internal           = false
  subnets = [
    aws_subnet.network_main_us_east_2_public_az1.id,
    aws_subnet.network_main_us_east_2_public_az2.id,
    aws_subnet.network_main_us_east_2_public_az3.id,
  ]
  security_groups                  = [aws_security_group.balancer_edge_us_east_2_security_group.id]
  enable_deletion_protection       = false
  enable_cross_zone_load_balancing = true

  depends_on = [aws_internet_gateway.network_main_us_east_2_internet]
}

resource "aws_vpc_security_group_egress_rule" "balancer_edge_us_east_2_egress_next" {
  provider = aws.us_east_2

  security_group_id            = aws_security_group.balancer_edge_us_east_2_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.balancer_app_us_east_2_security_group.id
  description                  = "balancer.edge passes requests on to balancer.app"
}

resource "aws_vpc_security_group_ingress_rule" "balancer_edge_us_east_2_ingress_next" {
  provider = aws.us_east_2

  security_group_id            = aws_security_group.balancer_app_us_east_2_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.balancer_edge_us_east_2_security_group.id
  description                  = "balancer.edge passes requests on to balancer.app"
}

resource "aws_lb_target_group" "balancer_edge_us_east_2_targets" {
  provider = aws.us_east_2

  name        = "edge-us-east-2-dev"
  target_type = "alb"
  protocol    = "TCP"
  port        = 443
  vpc_id      = aws_vpc.network_main_us_east_2.id

  health_check {
    enabled             = true
    protocol            = "HTTPS"
    path                = "/health"
    interval            = 30
    timeout             = 10
    healthy_threshold   = 3
    unhealthy_threshold = 3
    matcher             = "200"
  }
}

resource "aws_lb_target_group_attachment" "balancer_edge_us_east_2_targets_target" {
  provider = aws.us_east_2

  target_group_arn = aws_lb_target_group.balancer_edge_us_east_2_targets.arn
  target_id        = aws_lb.balancer_app_us_east_2.arn
  port             = 443

  depends_on = [aws_lb_listener.balancer_app_us_east_2_listener]
}

resource "aws_lb_listener" "balancer_edge_us_east_2_listener" {
  provider = aws.us_east_2

  load_balancer_arn = aws_lb.balancer_edge_us_east_2.arn
  port              = 443
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.balancer_edge_us_east_2_targets.arn
  }
}

resource "aws_cloudwatch_metric_alarm" "balancer_edge_us_east_1_alarm_balancer_unhealthy" {
  provider = aws.us_east_1

  alarm_name        = "edge-balancer-unhealthy-us-east-1-dev"
  alarm_description = "UnHealthyHostCount of balancer.edge in us-east-1 went above 0 within 1m"
  namespace         = "AWS/NetworkELB"
  metric_name       = "UnHealthyHostCount"
  dimensions = {
    TargetGroup  = aws_lb_target_group.balancer_edge_us_east_1_targets.arn_suffix
    LoadBalancer = aws_lb.balancer_edge_us_east_1.arn_suffix
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "balancer_edge_us_east_2_alarm_balancer_unhealthy" {
  provider = aws.us_east_2

  alarm_name        = "edge-balancer-unhealthy-us-east-2-dev"
  alarm_description = "UnHealthyHostCount of balancer.edge in us-east-2 went above 0 within 1m"
  namespace         = "AWS/NetworkELB"
  metric_name       = "UnHealthyHostCount"
  dimensions = {
    TargetGroup  = aws_lb_target_group.balancer_edge_us_east_2_targets.arn_suffix
    LoadBalancer = aws_lb.balancer_edge_us_east_2.arn_suffix
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}

# balancer.app

resource "aws_security_group" "balancer_app_us_east_1_security_group" {
  provider = aws.us_east_1

  name        = "app-balancer-us-east-1-dev"
  description = "balancer.app in us-east-1"
  vpc_id      = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "app-balancer-us-east-1-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb" "balancer_app_us_east_1" {
  provider = aws.us_east_1

  name               = "app-us-east-1-dev"
  load_balancer_type = "application"
  internal           = true
  subnets = [
    aws_subnet.network_main_us_east_1_private_az1.id,
    aws_subnet.network_main_us_east_1_private_az2.id,
    aws_subnet.network_main_us_east_1_private_az4.id,
  ]
  security_groups            = [aws_security_group.balancer_app_us_east_1_security_group.id]
  enable_deletion_protection = false
  drop_invalid_header_fields = true
}

resource "aws_lambda_permission" "balancer_app_us_east_1_permission" {
  provider = aws.us_east_1

  function_name = aws_lambda_function.function_payments_us_east_1.function_name
  action        = "lambda:InvokeFunction"
  principal     = "elasticloadbalancing.amazonaws.com"
  source_arn    = "arn:${data.aws_partition.current.partition}:elasticloadbalancing:us-east-1:${data.aws_caller_identity.current.account_id}:targetgroup/app-us-east-1-dev/*"
}

resource "aws_lb_target_group" "balancer_app_us_east_1_targets" {
  provider = aws.us_east_1

  name        = "app-us-east-1-dev"
  target_type = "lambda"

  health_check {
    enabled             = true
    path                = "/health"
    interval            = 30
    timeout             = 10
    healthy_threshold   = 3
    unhealthy_threshold = 3
    matcher             = "200"
  }
}

resource "aws_lb_target_group_attachment" "balancer_app_us_east_1_targets_target" {
  provider = aws.us_east_1

  target_group_arn = aws_lb_target_group.balancer_app_us_east_1_targets.arn
  target_id        = aws_lambda_function.function_payments_us_east_1.arn

  depends_on = [aws_lambda_permission.balancer_app_us_east_1_permission]
}

resource "aws_lb_listener" "balancer_app_us_east_1_listener" {
  provider = aws.us_east_1

  load_balancer_arn = aws_lb.balancer_app_us_east_1.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.traffic_us_east_1_certificate_validation.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.balancer_app_us_east_1_targets.arn
  }
}

resource "aws_security_group" "balancer_app_us_east_2_security_group" {
  provider = aws.us_east_2

  name        = "app-balancer-us-east-2-dev"
  description = "balancer.app in us-east-2"
  vpc_id      = aws_vpc.network_main_us_east_2.id
  tags = {
    Name = "app-balancer-us-east-2-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb" "balancer_app_us_east_2" {
  provider = aws.us_east_2

  name               = "app-us-east-2-dev"
  load_balancer_type = "application"
  internal           = true
  subnets = [
    aws_subnet.network_main_us_east_2_private_az1.id,
    aws_subnet.network_main_us_east_2_private_az2.id,
    aws_subnet.network_main_us_east_2_private_az3.id,
  ]
  security_groups            = [aws_security_group.balancer_app_us_east_2_security_group.id]
  enable_deletion_protection = false
  drop_invalid_header_fields = true
}

resource "aws_lambda_permission" "balancer_app_us_east_2_permission" {
  provider = aws.us_east_2

  function_name = aws_lambda_function.function_payments_us_east_2.function_name
  action        = "lambda:InvokeFunction"
  principal     = "elasticloadbalancing.amazonaws.com"
  source_arn    = "arn:${data.aws_partition.current.partition}:elasticloadbalancing:us-east-2:${data.aws_caller_identity.current.account_id}:targetgroup/app-us-east-2-dev/*"
}

resource "aws_lb_target_group" "balancer_app_us_east_2_targets" {
  provider = aws.us_east_2

  name        = "app-us-east-2-dev"
  target_type = "lambda"

  health_check {
    enabled             = true
    path                = "/health"
    interval            = 30
    timeout             = 10
    healthy_threshold   = 3
    unhealthy_threshold = 3
    matcher             = "200"
  }
}

resource "aws_lb_target_group_attachment" "balancer_app_us_east_2_targets_target" {
  provider = aws.us_east_2

  target_group_arn = aws_lb_target_group.balancer_app_us_east_2_targets.arn
  target_id        = aws_lambda_function.function_payments_us_east_2.arn

  depends_on = [aws_lambda_permission.balancer_app_us_east_2_permission]
}

resource "aws_lb_listener" "balancer_app_us_east_2_listener" {
  provider = aws.us_east_2

  load_balancer_arn = aws_lb.balancer_app_us_east_2.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.traffic_us_east_2_certificate_validation.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.balancer_app_us_east_2_targets.arn
  }
}

resource "aws_cloudwatch_metric_alarm" "balancer_app_us_east_1_alarm_balancer_5xx" {
  provider = aws.us_east_1

  alarm_name        = "app-balancer-5xx-us-east-1-dev"
  alarm_description = "HTTPCode_ELB_5XX_Count of balancer.app in us-east-1 went above 5 within 5m"
  namespace         = "AWS/ApplicationELB"
  metric_name       = "HTTPCode_ELB_5XX_Count"
  dimensions = {
    LoadBalancer = aws_lb.balancer_app_us_east_1.arn_suffix
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "balancer_app_us_east_1_alarm_balancer_target_5xx" {
  provider = aws.us_east_1

  alarm_name        = "app-balancer-target-5xx-us-east-1-dev"
  alarm_description = "HTTPCode_Target_5XX_Count of balancer.app in us-east-1 went above 5 within 5m"
  namespace         = "AWS/ApplicationELB"
  metric_name       = "HTTPCode_Target_5XX_Count"
  dimensions = {
    LoadBalancer = aws_lb.balancer_app_us_east_1.arn_suffix
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "balancer_app_us_east_2_alarm_balancer_5xx" {
  provider = aws.us_east_2

  alarm_name        = "app-balancer-5xx-us-east-2-dev"
  alarm_description = "HTTPCode_ELB_5XX_Count of balancer.app in us-east-2 went above 5 within 5m"
  namespace         = "AWS/ApplicationELB"
  metric_name       = "HTTPCode_ELB_5XX_Count"
  dimensions = {
    LoadBalancer = aws_lb.balancer_app_us_east_2.arn_suffix
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "balancer_app_us_east_2_alarm_balancer_target_5xx" {
  provider = aws.us_east_2

  alarm_name        = "app-balancer-target-5xx-us-east-2-dev"
  alarm_description = "HTTPCode_Target_5XX_Count of balancer.app in us-east-2 went above 5 within 5m"
  namespace         = "AWS/ApplicationELB"
  metric_name       = "HTTPCode_Target_5XX_Count"
  dimensions = {
    LoadBalancer = aws_lb.balancer_app_us_east_2.arn_suffix
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}
