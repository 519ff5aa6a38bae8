//! HTTP/1.1, as much of it as the SDK speaks to a server that keeps connections open.

use std::collections::BTreeMap;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A request, taken apart.
#[derive(Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    /// Of the signature.
    pub region: String,
    pub service: String,
    pub form: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn with_headers(mut self, headers: &[(&str, &str)]) -> Response {
        self.headers.extend(headers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        self
    }
}

impl Request {
    /// `DescribeStacks`; of S3, which names no call, `PUT object`, `GET bucket ?tagging` and the like.
    pub fn call(&self) -> String {
        if let Some(action) = self.form.get("Action") {
            return action.clone();
        }
        let what = if self.path.trim_matches('/').contains('/') { "object" } else { "bucket" };
        let asked = self.query.keys().find(|it| !it.starts_with("x-id"));
        format!("{} {what}{}", self.method, asked.map(|it| format!(" ?{it}")).unwrap_or_default())
    }
}

pub async fn serve(mut stream: TcpStream, answer: impl Fn(Request) -> Option<Response>) {
    let mut held: Vec<u8> = Vec::new();
    while let Some(request) = read(&mut stream, &mut held).await {
        let head = request.method == "HEAD";
        let Some(response) = answer(request) else {
            // No answer: the connection stays open until the other side gives up.
            let mut rest = [0; 1024];
            while stream.read(&mut rest).await.is_ok_and(|it| it > 0) {}
            return;
        };
        let mut text = format!("HTTP/1.1 {} -\r\n", response.status);
        for (key, value) in &response.headers {
            text.push_str(&format!("{key}: {value}\r\n"));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n", response.body.len()));
        let mut bytes = text.into_bytes();
        if !head {
            bytes.extend(response.body);
        }
        if stream.write_all(&bytes).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut TcpStream, held: &mut Vec<u8>) -> Option<Request> {
    let end = loop {
        if let Some(at) = held.windows(4).position(|it| it == b"\r\n\r\n") {
            break at + 4;
        }
        more(stream, held).await?;
    };
    let head = String::from_utf8_lossy(&held[..end]).into_owned();
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|it| it.split_once(':'));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let length: usize = header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
    while held.len() < end + length {
        more(stream, held).await?;
    }
    let body = held[end..end + length].to_vec();
    held.drain(..end + length);
    let mut words = head.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let authorization = header("authorization").unwrap_or_default();
    let scope: Vec<&str> = authorization.split("Credential=").nth(1)?.split(',').next()?.split('/').collect();
    let is_form = header("content-type").is_some_and(|it| it.contains("x-www-form-urlencoded"));
    Some(Request {
        method,
        path: decode(path),
        query: pairs(query),
        region: (*scope.get(2)?).to_owned(),
        service: (*scope.get(3)?).to_owned(),
        form: if is_form { pairs(&String::from_utf8_lossy(&body)) } else { BTreeMap::new() },
        body,
    })
}

async fn more(stream: &mut TcpStream, held: &mut Vec<u8>) -> Option<()> {
    let mut buffer = [0; 65_536];
    match stream.read(&mut buffer).await {
        Ok(0) | Err(_) => None,
        Ok(read) => {
            held.extend(&buffer[..read]);
            Some(())
        }
    }
}

fn pairs(text: &str) -> BTreeMap<String, String> {
    let pair = |it: &str| {
        let (key, value) = it.split_once('=').unwrap_or((it, ""));
        (decode(key), decode(value))
    };
    text.split('&').filter(|it| !it.is_empty()).map(pair).collect()
}

fn decode(text: &str) -> String {
    let (mut out, mut bytes) = (Vec::new(), text.bytes());
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let hex: Vec<u8> = bytes.by_ref().take(2).collect();
                let value = std::str::from_utf8(&hex).ok().and_then(|it| u8::from_str_radix(it, 16).ok());
                out.push(value.unwrap_or(b'?'));
            }
            byte => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
