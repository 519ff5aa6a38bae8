//! Words of a spec in the letter cases of the backends.

/// `payment-processor` → `payment_processor`: Terraform labels.
pub fn snake(words: &str) -> String {
    words.replace(['-', '.'], "_")
}

/// `function.payment_processor` → `function-payment-processor`: Pulumi names.
pub fn kebab(words: &str) -> String {
    words.replace(['_', '.'], "-")
}

/// `payment-processor` → `PaymentProcessor`: CloudFormation logical ids are letters and digits only.
pub fn pascal(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut chars = word.chars();
        out.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
    out
}
