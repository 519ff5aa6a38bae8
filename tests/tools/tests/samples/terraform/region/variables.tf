variable "certificate" {
  description = "ARN; of an issued certificate, so from the validation"
  type        = string
}

variable "domain" {
  type = string
}

variable "log_role" {
  description = "role API Gateway logs with"
  type        = string
}

variable "region" {
  type = string
}

variable "replica" {
  description = "bucket this region's bucket is copied to"
  type        = string
}

variable "replication" {
  description = "role that copies"
  type        = string
}

variable "table" {
  type = string
}
