//! The Query protocol's XML.

use super::World;
use super::http::Response;
use super::stacks::{ChangeSet, Event, Held};

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `<name>value</name>`
pub fn tag(name: &str, value: &str) -> String {
    format!("<{name}>{}</{name}>", escape(value))
}

pub fn list(name: &str, items: impl IntoIterator<Item = String>) -> String {
    let items: String = items.into_iter().map(|it| format!("<member>{it}</member>")).collect();
    format!("<{name}>{items}</{name}>")
}

pub fn ok(call: &str, result: &str) -> Response {
    let body = format!(
        "<{call}Response xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><{call}Result>{result}</{call}Result>\
         <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{call}Response>"
    );
    Response {
        status: 200,
        headers: vec![("content-type".into(), "text/xml".into())],
        body: body.into_bytes(),
    }
}

pub fn plain(body: String) -> Response {
    Response {
        status: 200,
        headers: vec![("content-type".into(), "application/xml".into())],
        body: body.into_bytes(),
    }
}

/// An error of a service of the Query protocol, or of Route 53.
pub fn error(status: u16, code: &str, message: &str) -> Response {
    let inner = format!("{}{}", tag("Code", code), tag("Message", message));
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type>{inner}</Error><RequestId>1</RequestId></ErrorResponse>"
    );
    Response { status, headers: vec![("content-type".into(), "text/xml".into())], body: body.into_bytes() }
}

/// An error of S3.
pub fn s3_error(status: u16, code: &str, message: &str) -> Response {
    let body =
        format!("<Error>{}{}<RequestId>1</RequestId></Error>", tag("Code", code), tag("Message", message));
    Response { status, headers: vec![("content-type".into(), "text/xml".into())], body: body.into_bytes() }
}

pub fn caller() -> String {
    tag("Arn", "arn:aws:iam::123456789012:user/ada") + &tag("UserId", "ada") + &tag("Account", "123456789012")
}

const TIME: &str = "2026-11-27T20:00:00Z";

pub fn stack(name: &str, stack: &Held) -> String {
    let key_value = |(key, value): (&String, &String)| tag("Key", key) + &tag("Value", value);
    let output = |(key, value): (&String, &String)| tag("OutputKey", key) + &tag("OutputValue", value);
    let parameter =
        |(key, value): (&String, &String)| tag("ParameterKey", key) + &tag("ParameterValue", value);
    let set = stack.last_change_set.as_ref().map(|it| tag("ChangeSetId", it)).unwrap_or_default();
    let reason = stack.reason.as_ref().map(|it| tag("StackStatusReason", it)).unwrap_or_default();
    [
        tag("StackName", name),
        tag("StackId", &stack.id),
        tag("CreationTime", TIME),
        tag("StackStatus", stack.status.text()),
        reason,
        set,
        list("Parameters", stack.parameters.iter().map(parameter)),
        list("Outputs", stack.outputs.iter().map(output)),
        list("Tags", stack.tags.iter().map(key_value)),
    ]
    .concat()
}

pub fn change_set(name: &str, stack: &str, set: &ChangeSet, page: usize) -> String {
    const PAGE: usize = 30;
    let change = |it: &(String, String, &'static str, bool)| {
        let (id, kind, action, replaced) = it;
        let replacement = if *replaced { "True" } else { "False" };
        let replacement = if *action == "Modify" { tag("Replacement", replacement) } else { String::new() };
        let inner =
            [tag("Action", action), tag("LogicalResourceId", id), tag("ResourceType", kind), replacement]
                .concat();
        format!("<Type>Resource</Type><ResourceChange>{inner}</ResourceChange>")
    };
    let shown = set.changes.iter().skip(page * PAGE).take(PAGE).map(change);
    let next = if set.changes.len() > (page + 1) * PAGE {
        tag("NextToken", &(page + 1).to_string())
    } else {
        String::new()
    };
    [
        tag("ChangeSetName", name),
        tag("ChangeSetId", &set.id),
        tag("StackName", stack),
        tag("Description", &set.description),
        tag("CreationTime", TIME),
        tag("Status", set.status),
        tag("StatusReason", &set.reason),
        tag("ExecutionStatus", set.execution),
        list("Changes", shown),
        next,
    ]
    .concat()
}

pub fn event(name: &str, stack: &Held, event: &Event) -> String {
    let reason = event.reason.as_ref().map(|it| tag("ResourceStatusReason", it)).unwrap_or_default();
    [
        tag("StackId", &stack.id),
        tag("StackName", name),
        tag("EventId", &event.id),
        tag("LogicalResourceId", &event.resource),
        tag("PhysicalResourceId", &event.physical),
        tag("ResourceType", &event.kind),
        tag("ResourceStatus", &event.status),
        tag("Timestamp", TIME),
        reason,
    ]
    .concat()
}

/// What of a stack is not as it was deployed.
pub fn drifts(world: &World, key: &(String, String)) -> Response {
    let stack = &world.stacks[key];
    let drift = |(id, path, expected, actual): &(String, String, String, String)| {
        let difference = [
            tag("PropertyPath", path),
            tag("ExpectedValue", expected),
            tag("ActualValue", actual),
            tag("DifferenceType", "NOT_EQUAL"),
        ];
        [
            tag("StackId", &stack.id),
            tag("LogicalResourceId", id),
            tag("ResourceType", &stack.resources[id].0),
            tag("StackResourceDriftStatus", "MODIFIED"),
            tag("Timestamp", TIME),
            list("PropertyDifferences", [difference.concat()]),
        ]
        .concat()
    };
    let here = world.drifted.iter().filter(|(id, ..)| stack.resources.contains_key(id));
    ok("DescribeStackResourceDrifts", &list("StackResourceDrifts", here.map(drift)))
}
