# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# network.main

resource "aws_vpc" "network_main_us_east_1" {
  provider = aws.us_east_1

  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags = {
    Name = "main-primary-dev"
  }
}

resource "aws_internet_gateway" "network_main_us_east_1_internet" {
  provider = aws.us_east_1

  vpc_id = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-primary-dev"
  }
}

resource "aws_route_table" "network_main_us_east_1_public_routes" {
  provider = aws.us_east_1

  vpc_id = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-public-primary-dev"
  }
}

resource "aws_route_table" "network_main_us_east_1_private_az1_routes" {
  provider = aws.us_east_1

  vpc_id = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-private-az1-primary-dev"
  }
}

resource "aws_route_table" "network_main_us_east_1_private_az2_routes" {
  provider = aws.us_east_1

  vpc_id = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-private-az2-primary-dev"
  }
}

resource "aws_route_table" "network_main_us_east_1_private_az4_routes" {
  provider = aws.us_east_1

  vpc_id = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-private-az4-primary-dev"
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
    Name = "main-public-az1-primary-dev"
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
    Name = "main-private-az1-primary-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_1_private_az1_association" {
  provider = aws.us_east_1

  subnet_id      = aws_subnet.network_main_us_east_1_private_az1.id
  route_table_id = aws_route_table.network_main_us_east_1_private_az1_routes.id
}

resource "aws_subnet" "network_main_us_east_1_public_az2" {
  provider = aws.us_east_1

  vpc_id               = aws_vpc.network_main_us_east_1.id
  cidr_block           = "10.0.96.0/20"
  availability_zone_id = "use1-az2"
  tags = {
    Name = "main-public-az2-primary-dev"
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
    Name = "main-private-az2-primary-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_1_private_az2_association" {
  provider = aws.us_east_1

  subnet_id      = aws_subnet.network_main_us_east_1_private_az2.id
  route_table_id = aws_route_table.network_main_us_east_1_private_az2_routes.id
}

resource "aws_subnet" "network_main_us_east_1_public_az4" {
  provider = aws.us_east_1

  vpc_id               = aws_vpc.network_main_us_east_1.id
  cidr_block           = "10.0.160.0/20"
  availability_zone_id = "use1-az4"
  tags = {
    Name = "main-public-az4-primary-dev"
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
    Name = "main-private-az4-primary-dev"
  }
}

resource "aws_route_table_association" "network_main_us_east_1_private_az4_association" {
  provider = aws.us_east_1

  subnet_id      = aws_subnet.network_main_us_east_1_private_az4.id
  route_table_id = aws_route_table.network_main_us_east_1_private_az4_routes.id
}

resource "aws_nat_gateway" "network_main_us_east_1_nat_az1" {
  provider = aws.us_east_1

  subnet_id     = aws_subnet.network_main_us_east_1_public_az1.id
  allocation_id = aws_eip.network_main_us_east_1_nat_az1_address.allocation_id
  tags = {
    Name = "main-nat-az1-primary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_1_internet]
}

resource "aws_eip" "network_main_us_east_1_nat_az1_address" {
  provider = aws.us_east_1

  domain = "vpc"
  tags = {
    Name = "main-nat-az1-primary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_1_internet]
}

resource "aws_route" "network_main_us_east_1_private_az1_internet" {
  provider = aws.us_east_1

  route_table_id         = aws_route_table.network_main_us_east_1_private_az1_routes.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_us_east_1_nat_az1.id
}

resource "aws_nat_gateway" "network_main_us_east_1_nat_az2" {
  provider = aws.us_east_1

  subnet_id     = aws_subnet.network_main_us_east_1_public_az2.id
  allocation_id = aws_eip.network_main_us_east_1_nat_az2_address.allocation_id
  tags = {
    Name = "main-nat-az2-primary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_1_internet]
}

resource "aws_eip" "network_main_us_east_1_nat_az2_address" {
  provider = aws.us_east_1

  domain = "vpc"
  tags = {
    Name = "main-nat-az2-primary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_1_internet]
}

resource "aws_route" "network_main_us_east_1_private_az2_internet" {
  provider = aws.us_east_1

  route_table_id         = aws_route_table.network_main_us_east_1_private_az2_routes.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_us_east_1_nat_az2.id
}

resource "aws_nat_gateway" "network_main_us_east_1_nat_az4" {
  provider = aws.us_east_1

  subnet_id     = aws_subnet.network_main_us_east_1_public_az4.id
  allocation_id = aws_eip.network_main_us_east_1_nat_az4_address.allocation_id
  tags = {
    Name = "main-nat-az4-primary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_1_internet]
}

resource "aws_eip" "network_main_us_east_1_nat_az4_address" {
  provider = aws.us_east_1

  domain = "vpc"
  tags = {
    Name = "main-nat-az4-primary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_east_1_internet]
}

resource "aws_route" "network_main_us_east_1_private_az4_internet" {
  provider = aws.us_east_1

  route_table_id         = aws_route_table.network_main_us_east_1_private_az4_routes.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_us_east_1_nat_az4.id
}

resource "aws_vpc_endpoint" "network_main_us_east_1_endpoint_s3" {
  provider = aws.us_east_1

  vpc_id            = aws_vpc.network_main_us_east_1.id
  service_name      = "com.amazonaws.us-east-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids = [
    aws_route_table.network_main_us_east_1_private_az1_routes.id,
    aws_route_table.network_main_us_east_1_private_az2_routes.id,
    aws_route_table.network_main_us_east_1_private_az4_routes.id,
  ]
  tags = {
    Name = "main-s3-primary-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_east_1_endpoint_dynamodb" {
  provider = aws.us_east_1

  vpc_id            = aws_vpc.network_main_us_east_1.id
  service_name      = "com.amazonaws.us-east-1.dynamodb"
  vpc_endpoint_type = "Gateway"
  route_table_ids = [
    aws_route_table.network_main_us_east_1_private_az1_routes.id,
    aws_route_table.network_main_us_east_1_private_az2_routes.id,
    aws_route_table.network_main_us_east_1_private_az4_routes.id,
  ]
  tags = {
    Name = "main-dynamodb-primary-dev"
  }
}

resource "aws_security_group" "network_main_us_east_1_endpoints" {
  provider = aws.us_east_1

  name        = "main-endpoints-primary-dev"
  description = "AWS services that network.main reaches without the internet"
  vpc_id      = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "main-endpoints-primary-dev"
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
    Name = "main-secretsmanager-primary-dev"
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
    Name = "main-ssm-primary-dev"
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
    Name = "main-events-primary-dev"
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
    Name = "main-rds-data-primary-dev"
  }
}

resource "aws_vpc" "network_main_us_west_2" {
  provider = aws.us_west_2

  cidr_block           = "10.1.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags = {
    Name = "main-secondary-dev"
  }
}

resource "aws_internet_gateway" "network_main_us_west_2_internet" {
  provider = aws.us_west_2

  vpc_id = aws_vpc.network_main_us_west_2.id
  tags = {
    Name = "main-secondary-dev"
  }
}

resource "aws_route_table" "network_main_us_west_2_public_routes" {
  provider = aws.us_west_2

  vpc_id = aws_vpc.network_main_us_west_2.id
  tags = {
    Name = "main-public-secondary-dev"
  }
}

resource "aws_route_table" "network_main_us_west_2_private_az1_routes" {
  provider = aws.us_west_2

  vpc_id = aws_vpc.network_main_us_west_2.id
  tags = {
    Name = "main-private-az1-secondary-dev"
  }
}

resource "aws_route_table" "network_main_us_west_2_private_az2_routes" {
  provider = aws.us_west_2

  vpc_id = aws_vpc.network_main_us_west_2.id
  tags = {
    Name = "main-private-az2-secondary-dev"
  }
}

resource "aws_route_table" "network_main_us_west_2_private_az3_routes" {
  provider = aws.us_west_2

  vpc_id = aws_vpc.network_main_us_west_2.id
  tags = {
    Name = "main-private-az3-secondary-dev"
  }
}

resource "aws_route" "network_main_us_west_2_public_internet" {
  provider = aws.us_west_2

  route_table_id         = aws_route_table.network_main_us_west_2_public_routes.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.network_main_us_west_2_internet.id
}

resource "aws_subnet" "network_main_us_west_2_public_az1" {
  provider = aws.us_west_2

  vpc_id               = aws_vpc.network_main_us_west_2.id
  cidr_block           = "10.1.32.0/20"
  availability_zone_id = "usw2-az1"
  tags = {
    Name = "main-public-az1-secondary-dev"
  }
}

resource "aws_route_table_association" "network_main_us_west_2_public_az1_association" {
  provider = aws.us_west_2

  subnet_id      = aws_subnet.network_main_us_west_2_public_az1.id
  route_table_id = aws_route_table.network_main_us_west_2_public_routes.id
}

resource "aws_subnet" "network_main_us_west_2_private_az1" {
  provider = aws.us_west_2

  vpc_id               = aws_vpc.network_main_us_west_2.id
  cidr_block           = "10.1.0.0/19"
  availability_zone_id = "usw2-az1"
  tags = {
    Name = "main-private-az1-secondary-dev"
  }
}

resource "aws_route_table_association" "network_main_us_west_2_private_az1_association" {
  provider = aws.us_west_2

  subnet_id      = aws_subnet.network_main_us_west_2_private_az1.id
  route_table_id = aws_route_table.network_main_us_west_2_private_az1_routes.id
}

resource "aws_subnet" "network_main_us_west_2_public_az2" {
  provider = aws.us_west_2

  vpc_id               = aws_vpc.network_main_us_west_2.id
  cidr_block           = "10.1.96.0/20"
  availability_zone_id = "usw2-az2"
  tags = {
    Name = "main-public-az2-secondary-dev"
  }
}

resource "aws_route_table_association" "network_main_us_west_2_public_az2_association" {
  provider = aws.us_west_2

  subnet_id      = aws_subnet.network_main_us_west_2_public_az2.id
  route_table_id = aws_route_table.network_main_us_west_2_public_routes.id
}

resource "aws_subnet" "network_main_us_west_2_private_az2" {
  provider = aws.us_west_2

  vpc_id               = aws_vpc.network_main_us_west_2.id
  cidr_block           = "10.1.64.0/19"
  availability_zone_id = "usw2-az2"
  tags = {
    Name = "main-private-az2-secondary-dev"
  }
}

resource "aws_route_table_association" "network_main_us_west_2_private_az2_association" {
  provider = aws.us_west_2

  subnet_id      = aws_subnet.network_main_us_west_2_private_az2.id
  route_table_id = aws_route_table.network_main_us_west_2_private_az2_routes.id
}

resource "aws_subnet" "network_main_us_west_2_public_az3" {
  provider = aws.us_west_2

  vpc_id               = aws_vpc.network_main_us_west_2.id
  cidr_block           = "10.1.160.0/20"
  availability_zone_id = "usw2-az3"
  tags = {
    Name = "main-public-az3-secondary-dev"
  }
}

resource "aws_route_table_association" "network_main_us_west_2_public_az3_association" {
  provider = aws.us_west_2

  subnet_id      = aws_subnet.network_main_us_west_2_public_az3.id
  route_table_id = aws_route_table.network_main_us_west_2_public_routes.id
}

resource "aws_subnet" "network_main_us_west_2_private_az3" {
  provider = aws.us_west_2

  vpc_id               = aws_vpc.network_main_us_west_2.id
  cidr_block           = "10.1.128.0/19"
  availability_zone_id = "usw2-az3"
  tags = {
    Name = "main-private-az3-secondary-dev"
  }
}

resource "aws_route_table_association" "network_main_us_west_2_private_az3_association" {
  provider = aws.us_west_2

  subnet_id      = aws_subnet.network_main_us_west_2_private_az3.id
  route_table_id = aws_route_table.network_main_us_west_2_private_az3_routes.id
}

resource "aws_nat_gateway" "network_main_us_west_2_nat_az1" {
  provider = aws.us_west_2

  subnet_id     = aws_subnet.network_main_us_west_2_public_az1.id
  allocation_id = aws_eip.network_main_us_west_2_nat_az1_address.allocation_id
  tags = {
    Name = "main-nat-az1-secondary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_west_2_internet]
}

resource "aws_eip" "network_main_us_west_2_nat_az1_address" {
  provider = aws.us_west_2

  domain = "vpc"
  tags = {
    Name = "main-nat-az1-secondary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_west_2_internet]
}

resource "aws_route" "network_main_us_west_2_private_az1_internet" {
  provider = aws.us_west_2

  route_table_id         = aws_route_table.network_main_us_west_2_private_az1_routes.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_us_west_2_nat_az1.id
}

resource "aws_nat_gateway" "network_main_us_west_2_nat_az2" {
  provider = aws.us_west_2

  subnet_id     = aws_subnet.network_main_us_west_2_public_az2.id
  allocation_id = aws_eip.network_main_us_west_2_nat_az2_address.allocation_id
  tags = {
    Name = "main-nat-az2-secondary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_west_2_internet]
}

resource "aws_eip" "network_main_us_west_2_nat_az2_address" {
  provider = aws.us_west_2

  domain = "vpc"
  tags = {
    Name = "main-nat-az2-secondary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_west_2_internet]
}

resource "aws_route" "network_main_us_west_2_private_az2_internet" {
  provider = aws.us_west_2

  route_table_id         = aws_route_table.network_main_us_west_2_private_az2_routes.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_us_west_2_nat_az2.id
}

resource "aws_nat_gateway" "network_main_us_west_2_nat_az3" {
  provider = aws.us_west_2

  subnet_id     = aws_subnet.network_main_us_west_2_public_az3.id
  allocation_id = aws_eip.network_main_us_west_2_nat_az3_address.allocation_id
  tags = {
    Name = "main-nat-az3-secondary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_west_2_internet]
}

resource "aws_eip" "network_main_us_west_2_nat_az3_address" {
  provider = aws.us_west_2

  domain = "vpc"
  tags = {
    Name = "main-nat-az3-secondary-dev"
  }

  depends_on = [aws_internet_gateway.network_main_us_west_2_internet]
}

resource "aws_route" "network_main_us_west_2_private_az3_internet" {
  provider = aws.us_west_2

  route_table_id         = aws_route_table.network_main_us_west_2_private_az3_routes.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_us_west_2_nat_az3.id
}

resource "aws_vpc_endpoint" "network_main_us_west_2_endpoint_s3" {
  provider = aws.us_west_2

  vpc_id            = aws_vpc.network_main_us_west_2.id
  service_name      = "com.amazonaws.us-west-2.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids = [
    aws_route_table.network_main_us_west_2_private_az1_routes.id,
    aws_route_table.network_main_us_west_2_private_az2_routes.id,
    aws_route_table.network_main_us_west_2_private_az3_routes.id,
  ]
  tags = {
    Name = "main-s3-secondary-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_west_2_endpoint_dynamodb" {
  provider = aws.us_west_2

  vpc_id            = aws_vpc.network_main_us_west_2.id
  service_name      = "com.amazonaws.us-west-2.dynamodb"
  vpc_endpoint_type = "Gateway"
  route_table_ids = [
    aws_route_table.network_main_us_west_2_private_az1_routes.id,
    aws_route_table.network_main_us_west_2_private_az2_routes.id,
    aws_route_table.network_main_us_west_2_private_az3_routes.id,
  ]
  tags = {
    Name = "main-dynamodb-secondary-dev"
  }
}

resource "aws_security_group" "network_main_us_west_2_endpoints" {
  provider = aws.us_west_2

  name        = "main-endpoints-secondary-dev"
  description = "AWS services that network.main reaches without the internet"
  vpc_id      = aws_vpc.network_main_us_west_2.id
  tags = {
    Name = "main-endpoints-secondary-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_endpoint" "network_main_us_west_2_endpoint_secretsmanager" {
  provider = aws.us_west_2

  vpc_id            = aws_vpc.network_main_us_west_2.id
  service_name      = "com.amazonaws.us-west-2.secretsmanager"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_west_2_private_az1.id,
    aws_subnet.network_main_us_west_2_private_az2.id,
    aws_subnet.network_main_us_west_2_private_az3.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_west_2_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-secretsmanager-secondary-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_west_2_endpoint_ssm" {
  provider = aws.us_west_2

  vpc_id            = aws_vpc.network_main_us_west_2.id
  service_name      = "com.amazonaws.us-west-2.ssm"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_west_2_private_az1.id,
    aws_subnet.network_main_us_west_2_private_az2.id,
    aws_subnet.network_main_us_west_2_private_az3.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_west_2_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-ssm-secondary-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_west_2_endpoint_events" {
  provider = aws.us_west_2

  vpc_id            = aws_vpc.network_main_us_west_2.id
  service_name      = "com.amazonaws.us-west-2.events"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_west_2_private_az1.id,
    aws_subnet.network_main_us_west_2_private_az2.id,
    aws_subnet.network_main_us_west_2_private_az3.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_west_2_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-events-secondary-dev"
  }
}

resource "aws_vpc_endpoint" "network_main_us_west_2_endpoint_rds_data" {
  provider = aws.us_west_2

  vpc_id            = aws_vpc.network_main_us_west_2.id
  service_name      = "com.amazonaws.us-west-2.rds-data"
  vpc_endpoint_type = "Interface"
  subnet_ids = [
    aws_subnet.network_main_us_west_2_private_az1.id,
    aws_subnet.network_main_us_west_2_private_az2.id,
    aws_subnet.network_main_us_west_2_private_az3.id,
  ]
  security_group_ids  = [aws_security_group.network_main_us_west_2_endpoints.id]
  private_dns_enabled = true
  tags = {
    Name = "main-rds-data-secondary-dev"
  }
}
