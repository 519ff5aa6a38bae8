# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# network.main

resource "aws_vpc" "network_main_us_east_1" {
  provider = aws.us_east_1

  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags = {
    Name = "main-us-east-1-dev"
  }
}

resource "aws_internet_gateway" "network_main_us_east_1_internet" {
  provider = aws.us_east_1

  vpc_id = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-us-east-1-dev"
  }
}

resource "aws_route_table" "network_main_us_east_1_public_routes" {
  provider = aws.us_east_1

  vpc_id = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-public-us-east-1-dev"
  }
}

resource "aws_route_table" "network_main_us_east_1_private_routes" {
  provider = aws.us_east_1

  vpc_id = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-private-us-east-1-dev"
  }
}

resource "aws_route" "network_main_us_east_1_public_internet" {
  provider = aws.us_east_1

  route_table_id         = aws_route_table.network_main_us_east_1_public_routes.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.network_main_us_east_1_internet.id
}

resource "aws_subnet" "network_main_us_east_1_public_az1" {
  provider = aws.us_east_1

  vpc_id               = aws_vpc.network_main_us_east_1.id
  cidr_block           = "10.0.32.0/20"
  availability_zone_id = "use1-az1"
  tags = {
    Name = "main-public-az1-us-east-1-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_1_public_az1_association" {
  provider = aws.us_east_1

  subnet_id      = aws_subnet.network_main_us_east_1_public_az1.id
  route_table_id = aws_route_table.network_main_us_east_1_public_routes.id
}

resource "aws_subnet" "network_main_us_east_1_private_az1" {
  provider = aws.us_east_1

  vpc_id               = aws_vpc.network_main_us_east_1.id
  cidr_block           = "10.0.0.0/19"
  availability_zone_id = "use1-az1"
  tags = {
    Name = "main-private-az1-us-east-1-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_1_private_az1_association" {
  provider = aws.us_east_1

  subnet_id      = aws_subnet.network_main_us_east_1_private_az1.id
  route_table_id = aws_route_table.network_main_us_east_1_private_routes.id
}

resource "aws_subnet" "network_main_us_east_1_public_az2" {
  provider = aws.us_east_1

  vpc_id               = aws_vpc.network_main_us_east_1.id
  cidr_block           = "10.0.96.0/20"
  availability_zone_id = "use1-az2"
  tags = {
    Name = "main-public-az2-us-east-1-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_1_public_az2_association" {
  provider = aws.us_east_1

  subnet_id      = aws_subnet.network_main_us_east_1_public_az2.id
  route_table_id = aws_route_table.network_main_us_east_1_public_routes.id
}

resource "aws_subnet" "network_main_us_east_1_private_az2" {
  provider = aws.us_east_1

  vpc_id               = aws_vpc.network_main_us_east_1.id
  cidr_block           = "10.0.64.0/19"
  availability_zone_id = "use1-az2"
  tags = {
    Name = "main-private-az2-us-east-1-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_1_private_az2_association" {
  provider = aws.us_east_1

  subnet_id      = aws_subnet.network_main_us_east_1_private_az2.id
  route_table_id = aws_route_table.network_main_us_east_1_private_routes.id
}

resource "aws_subnet" "network_main_us_east_1_public_az4" {
  provider = aws.us_east_1

  vpc_id               = aws_vpc.network_main_us_east_1.id
  cidr_block           = "10.0.160.0/20"
  availability_zone_id = "use1-az4"
  tags = {
    Name = "main-public-az4-us-east-1-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_1_public_az4_association" {
  provider = aws.us_east_1

  subnet_id      = aws_subnet.network_main_us_east_1_public_az4.id
  route_table_id = aws_route_table.network_main_us_east_1_public_routes.id
}

resource "aws_subnet" "network_main_us_east_1_private_az4" {
  provider = aws.us_east_1

  vpc_id               = aws_vpc.network_main_us_east_1.id
  cidr_block           = "10.0.128.0/19"
  availability_zone_id = "use1-az4"
  tags = {
    Name = "main-private-az4-us-east-1-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_1_private_az4_association" {
  provider = aws.us_east_1

  subnet_id      = aws_subnet.network_main_us_east_1_private_az4.id
  route_table_id = aws_route_table.network_main_us_east_1_private_routes.id
}

resource "aws_nat_gateway" "network_main_us_east_1_nat" {
  provider = aws.us_east_1

  subnet_id     = aws_subnet.network_main_us_east_1_public_az1.id
  allocation_id = aws_eip.network_main_us_east_1_nat_address.allocation_id
  tags = {
    Name = "main-nat-us-east-1-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_1_internet]
}

resource "aws_eip" "network_main_us_east_1_nat_address" {
  provider = aws.us_east_1

  domain = "vpc"
  tags = {
    Name = "main-nat-us-east-1-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_1_internet]
}

resource "aws_route" "network_main_us_east_1_private_internet" {
  provider = aws.us_east_1

  route_table_id         = aws_route_table.network_main_us_east_1_private_routes.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_us_east_1_nat.id
}

resource "aws_vpc_endpoint" "network_main_us_east_1_endpoint_s3" {
  provider = aws.us_east_1

  vpc_id            = aws_vpc.network_main_us_east_1.id
  service_name      = "com.amazonaws.us-east-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.network_main_us_east_1_private_routes.id]
  tags = {
    Name = "main-s3-us-east-1-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_1_endpoint_dynamodb" {
  provider = aws.us_east_1

  vpc_id            = aws_vpc.network_main_us_east_1.id
  service_name      = "com.amazonaws.us-east-1.dynamodb"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.network_main_us_east_1_private_routes.id]
  tags = {
    Name = "main-dynamodb-us-east-1-dev"
  }
}

resource "aws_security_group" "network_main_us_east_1_endpoints" {
  provider = aws.us_east_1

  name        = "main-endpoints-us-east-1-dev"
  description = "AWS services that network.main reaches without the internet"
  vpc_id      = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-endpoints-us-east-1-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_1_endpoint_secretsmanager" {
  provider = aws.us_east_1

  vpc_id            = aws_vpc.network_main_us_east_1.id
  service_name      = "com.amazonaws.us-east-1.secretsmanager"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_east_1_private_az1.id,
    aws_subnet.network_main_us_east_1_private_az2.id,
    aws_subnet.network_main_us_east_1_private_az4.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_east_1_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-secretsmanager-us-east-1-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_1_endpoint_ssm" {
  provider = aws.us_east_1

  vpc_id            = aws_vpc.network_main_us_east_1.id
  service_name      = "com.amazonaws.us-east-1.ssm"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_east_1_private_az1.id,
    aws_subnet.network_main_us_east_1_private_az2.id,
    aws_subnet.network_main_us_east_1_private_az4.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_east_1_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-ssm-us-east-1-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_1_endpoint_events" {
  provider = aws.us_east_1

  vpc_id            = aws_vpc.network_main_us_east_1.id
  service_name      = "com.amazonaws.us-east-1.events"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_east_1_private_az1.id,
    aws_subnet.network_main_us_east_1_private_az2.id,
    aws_subnet.network_main_us_east_1_private_az4.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_east_1_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-events-us-east-1-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_1_endpoint_rds_data" {
  provider = aws.us_east_1

  vpc_id            = aws_vpc.network_main_us_east_1.id
  service_name      = "com.amazonaws.us-east-1.rds-data"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_east_1_private_az1.id,
    aws_subnet.network_main_us_east_1_private_az2.id,
    aws_subnet.network_main_us_east_1_private_az4.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_east_1_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-rds-data-us-east-1-dev"
  }
}

resource "aws_vpc" "network_main_us_east_2" {
  provider = aws.us_east_2

  cidr_block           = "10.1.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags = {
    Name = "main-us-east-2-dev"
  }
}

resource "aws_internet_gateway" "network_main_us_east_2_internet" {
  provider = aws.us_east_2

  vpc_id = aws_vpc.network_main_us_east_2.id
  tags = {
    Name = "main-us-east-2-dev"
  }
}

resource "aws_route_table" "network_main_us_east_2_public_routes" {
  provider = aws.us_east_2

  vpc_id = aws_vpc.network_main_us_east_2.id
  tags = {
    Name = "main-public-us-east-2-dev"
  }
}

resource "aws_route_table" "network_main_us_east_2_private_routes" {
  provider = aws.us_east_2

  vpc_id = aws_vpc.network_main_us_east_2.id
  tags = {
    Name = "main-private-us-east-2-dev"
  }
}

resource "aws_route" "network_main_us_east_2_public_internet" {
  provider = aws.us_east_2

  route_table_id         = aws_route_table.network_main_us_east_2_public_routes.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.network_main_us_east_2_internet.id
}

resource "aws_subnet" "network_main_us_east_2_public_az1" {
  provider = aws.us_east_2

  vpc_id               = aws_vpc.network_main_us_east_2.id
  cidr_block           = "10.1.32.0/20"
  availability_zone_id = "use2-az1"
  tags = {
    Name = "main-public-az1-us-east-2-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_2_public_az1_association" {
  provider = aws.us_east_2

  subnet_id      = aws_subnet.network_main_us_east_2_public_az1.id
  route_table_id = aws_route_table.network_main_us_east_2_public_routes.id
}

resource "aws_subnet" "network_main_us_east_2_private_az1" {
  provider = aws.us_east_2

  vpc_id               = aws_vpc.network_main_us_east_2.id
  cidr_block           = "10.1.0.0/19"
  availability_zone_id = "use2-az1"
  tags = {
    Name = "main-private-az1-us-east-2-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_2_private_az1_association" {
  provider = aws.us_east_2

  subnet_id      = aws_subnet.network_main_us_east_2_private_az1.id
  route_table_id = aws_route_table.network_main_us_east_2_private_routes.id
}

resource "aws_subnet" "network_main_us_east_2_public_az2" {
  provider = aws.us_east_2

  vpc_id               = aws_vpc.network_main_us_east_2.id
  cidr_block           = "10.1.96.0/20"
  availability_zone_id = "use2-az2"
  tags = {
    Name = "main-public-az2-us-east-2-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_2_public_az2_association" {
  provider = aws.us_east_2

  subnet_id      = aws_subnet.network_main_us_east_2_public_az2.id
  route_table_id = aws_route_table.network_main_us_east_2_public_routes.id
}

resource "aws_subnet" "network_main_us_east_2_private_az2" {
  provider = aws.us_east_2

  vpc_id               = aws_vpc.network_main_us_east_2.id
  cidr_block           = "10.1.64.0/19"
  availability_zone_id = "use2-az2"
  tags = {
    Name = "main-private-az2-us-east-2-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_2_private_az2_association" {
  provider = aws.us_east_2

  subnet_id      = aws_subnet.network_main_us_east_2_private_az2.id
  route_table_id = aws_route_table.network_main_us_east_2_private_routes.id
}

resource "aws_subnet" "network_main_us_east_2_public_az3" {
  provider = aws.us_east_2

  vpc_id               = aws_vpc.network_main_us_east_2.id
  cidr_block           = "10.1.160.0/20"
  availability_zone_id = "use2-az3"
  tags = {
    Name = "main-public-az3-us-east-2-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_2_public_az3_association" {
  provider = aws.us_east_2

  subnet_id      = aws_subnet.network_main_us_east_2_public_az3.id
  route_table_id = aws_route_table.network_main_us_east_2_public_routes.id
}

resource "aws_subnet" "network_main_us_east_2_private_az3" {
  provider = aws.us_east_2

  vpc_id               = aws_vpc.network_main_us_east_2.id
  cidr_block           = "10.1.128.0/19"
  availability_zone_id = "use2-az3"
  tags = {
    Name = "main-private-az3-us-east-2-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_2_private_az3_association" {
  provider = aws.us_east_2

  subnet_id      = aws_subnet.network_main_us_east_2_private_az3.id
  route_table_id = aws_route_table.network_main_us_east_2_private_routes.id
}

resource "aws_nat_gateway" "network_main_us_east_2_nat" {
  provider = aws.us_east_2

  subnet_id     = aws_subnet.network_main_us_east_2_public_az1.id
  allocation_id = aws_eip.network_main_us_east_2_nat_address.allocation_id
  tags = {
    Name = "main-nat-us-east-2-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_2_internet]
}

resource "aws_eip" "network_main_us_east_2_nat_address" {
  provider = aws.us_east_2

  domain = "vpc"
  tags = {
    Name = "main-nat-us-east-2-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_2_internet]
}

resource "aws_route" "network_main_us_east_2_private_internet" {
  provider = aws.us_east_2

  route_table_id         = aws_route_table.network_main_us_east_2_private_routes.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_us_east_2_nat.id
}

resource "aws_vpc_endpoint" "network_main_us_east_2_endpoint_s3" {
  provider = aws.us_east_2

  vpc_id            = aws_vpc.network_main_us_east_2.id
  service_name      = "com.amazonaws.us-east-2.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.network_main_us_east_2_private_routes.id]
  tags = {
    Name = "main-s3-us-east-2-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_2_endpoint_dynamodb" {
  provider = aws.us_east_2

  vpc_id            = aws_vpc.network_main_us_east_2.id
  service_name      = "com.amazonaws.us-east-2.dynamodb"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.network_main_us_east_2_private_routes.id]
  tags = {
    Name = "main-dynamodb-us-east-2-dev"
  }
}

resource "aws_security_group" "network_main_us_east_2_endpoints" {
  provider = aws.us_east_2

  name        = "main-endpoints-us-east-2-dev"
  description = "AWS services that network.main reaches without the internet"
  vpc_id      = aws_vpc.network_main_us_east_2.id
  tags = {
    Name = "main-endpoints-us-east-2-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_2_endpoint_secretsmanager" {
  provider = aws.us_east_2

  vpc_id            = aws_vpc.network_main_us_east_2.id
  service_name      = "com.amazonaws.us-east-2.secretsmanager"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_east_2_private_az1.id,
    aws_subnet.network_main_us_east_2_private_az2.id,
    aws_subnet.network_main_us_east_2_private_az3.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_east_2_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-secretsmanager-us-east-2-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_2_endpoint_ssm" {
  provider = aws.us_east_2

  vpc_id            = aws_vpc.network_main_us_east_2.id
  service_name      = "com.amazonaws.us-east-2.ssm"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_east_2_private_az1.id,
    aws_subnet.network_main_us_east_2_private_az2.id,
    aws_subnet.network_main_us_east_2_private_az3.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_east_2_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-ssm-us-east-2-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_2_endpoint_events" {
  provider = aws.us_east_2

  vpc_id            = aws_vpc.network_main_us_east_2.id
  service_name      = "com.amazonaws.us-east-2.events"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_east_2_private_az1.id,
    aws_subnet.network_main_us_east_2_private_az2.id,
    aws_subnet.network_main_us_east_2_private_az3.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_east_2_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-events-us-east-2-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_2_endpoint_rds_data" {
  provider = aws.us_east_2

  vpc_id            = aws_vpc.network_main_us_east_2.id
  service_name      = "com.amazonaws.us-east-2.rds-data"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_east_2_private_az1.id,
    aws_subnet.network_main_us_east_2_private_az2.id,
    aws_subnet.network_main_us_east_2_private_az3.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_east_2_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-rds-data-us-east-2-dev"
  }
}

resource "aws_vpc_peering_connection" "network_main_us_east_2_peering_us_east_1" {
  provider = aws.us_east_2

  vpc_id      = aws_vpc.network_main_us_east_2.id
  peer_vpc_id = aws_vpc.network_main_us_east_1.id
  peer_region = "us-east-1"
  tags = {
    Name = "main-peering-us-east-1-us-east-2-dev"
  }
}

resource "aws_vpc_peering_connection_accepter" "network_main_us_east_1_peering_us_east_2" {
  provider = aws.us_east_1

  vpc_peering_connection_id = aws_vpc_peering_connection.network_main_us_east_2_peering_us_east_1.id
  auto_accept               = true
  tags = {
    Name = "main-peering-us-east-2-us-east-1-dev"
  }
}

resource "aws_route" "network_main_us_east_2_public_us_east_1" {
  provider = aws.us_east_2

  route_table_id            = aws_route_table.network_main_us_east_2_public_routes.id
  destination_cidr_block    = "10.0.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.network_main_us_east_1_peering_us_east_2.id
}

resource "aws_route" "network_main_us_east_2_private_us_east_1" {
  provider = aws.us_east_2

  route_table_id            = aws_route_table.network_main_us_east_2_private_routes.id
  destination_cidr_block    = "10.0.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.network_main_us_east_1_peering_us_east_2.id
}

resource "aws_route" "network_main_us_east_1_public_us_east_2" {
  provider = aws.us_east_1

  route_table_id            = aws_route_table.network_main_us_east_1_public_routes.id
  destination_cidr_block    = "10.1.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.network_main_us_east_1_peering_us_east_2.id
}

resource "aws_route" "network_main_us_east_1_private_us_east_2" {
  provider = aws.us_east_1

  route_table_id            = aws_route_table.network_main_us_east_1_private_routes.id
  destination_cidr_block    = "10.1.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.network_main_us_east_1_peering_us_east_2.id
}
