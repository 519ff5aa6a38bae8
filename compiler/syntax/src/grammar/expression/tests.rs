//! Text becomes an expression, and an expression the same text again.

use super::*;

fn read(text: &str) -> Expr {
    expression(text, &|_| Span::default()).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn brackets(text: &str) -> String {
    fn all(it: &Expr) -> String {
        match &it.value {
            Form::Binary(left, operator, right) => {
                format!("({} {} {})", all(left), operator.value.word(), all(right))
            }
            Form::Not(inner) => format!("(not {})", all(inner)),
            Form::Literal(_) | Form::List(_) | Form::Path(_) | Form::Call(..) => it.value.to_string(),
        }
    }
    all(&read(text))
}

#[test]
fn what_binds_tighter_is_worked_out_first() {
    assert_eq!(brackets("a or b and c or d"), "((a or (b and c)) or d)");
    assert_eq!(brackets("not a == b and c"), "((not (a == b)) and c)");
    assert_eq!(brackets("not not a in [1]"), "(not (not (a in [1])))");
    assert_eq!(brackets("a - b - c * 2 / d <= 1"), "(((a - b) - ((c * 2) / d)) <= 1)");
    assert_eq!(brackets("(a or b) and a - (b - c) < 1"), "((a or b) and ((a - (b - c)) < 1))");
}

#[test]
fn quantities_are_told_apart_by_their_unit() {
    let literal = |text: &str| {
        let Form::Literal(it) = read(text).value else { panic!("{text} is no literal") };
        it
    };
    assert_eq!(literal("1m30s"), Literal::Duration(90_000));
    assert_eq!(literal("256MiB"), Literal::Size(256 << 20));
    assert_eq!(literal("12.50USD"), Literal::Money(12_500_000));
    assert_eq!(literal("99.9%"), Literal::Percentage(99_900_000));
    assert_eq!(literal("3"), Literal::Count(3_000_000));
    assert_eq!(literal("'it is'"), Literal::Text("it is".to_owned()));
    assert_eq!(literal("\"it's\"").to_string(), "\"it's\"");
}

#[test]
fn names_keep_their_dashes_and_keywords_are_no_names() {
    assert_eq!(read("bucket.payment-docs.rpo - 1s").value.to_string(), "bucket.payment-docs.rpo - 1s");
    assert_eq!(read("table.android").value.to_string(), "table.android");
    assert_eq!(read("order").value, Form::Path(vec![Spanned::new("order".to_owned(), Span::default())]));
    for bad in
        ["", "and", "a b", "a <", "a < b < c", "rto(", "1 sec", "1sec", "30MB", "a.", "*", "'x", "a and not"]
    {
        assert!(expression(bad, &|_| Span::default()).is_err(), "{bad}");
    }
}

#[test]
fn every_part_knows_its_bytes() {
    let text = "rto() <= (objectives.rto - 30s)";
    let Form::Binary(left, operator, right) = expression(text, &Span::new).expect(text).value else {
        panic!("a comparison")
    };
    let bytes = |span: Span| &text[span.range()];
    assert_eq!(bytes(left.span), "rto()");
    assert_eq!(bytes(operator.span), "<=");
    assert_eq!(bytes(right.span), "(objectives.rto - 30s)");
    let Form::Binary(_, minus, _) = &right.value else { panic!("a difference") };
    assert_eq!(bytes(minus.span), "-");
}

#[test]
fn what_no_person_wrote_is_refused_without_a_crash() {
    for bad in [
        "(".repeat(1_900),
        "[".repeat(1_900),
        "not ".repeat(400) + "a",
        "1+".repeat(600) + "1",
        "1".repeat(100_000),
    ] {
        assert!(expression(&bad, &|_| Span::default()).is_err(), "{}", &bad[..20]);
    }
}

/// Numbers that are the same every time (xorshift64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }

    fn word(&mut self) -> Spanned<String> {
        const WORDS: [&str; 6] = ["it", "rto", "objectives", "payment-docs", "time_control", "us-east-1"];
        here(WORDS[usize::try_from(self.roll(6)).expect("below 6")].to_owned())
    }

    fn literal(&mut self) -> Literal {
        let amount = self.roll(1_000_000_000);
        match self.roll(7) {
            0 => Literal::Duration(amount),
            1 => Literal::Size(amount),
            2 => Literal::Money(amount),
            3 => Literal::Percentage(amount),
            4 => Literal::Count(amount),
            5 => Literal::Text(
                ["", "us-east-1", "it's", "a \\ b"][usize::try_from(amount % 4).expect("below 4")].to_owned(),
            ),
            _ => Literal::Boolean(amount.is_multiple_of(2)),
        }
    }

    fn expression(&mut self, depth: u64) -> Expr {
        let form = match self.roll(if depth == 0 { 2 } else { 9 }) {
            0 => Form::Literal(self.literal()),
            1 => {
                let mut path: Vec<_> = (0..=self.roll(3)).map(|_| self.word()).collect();
                if path.len() > 1 && self.roll(3) == 0 {
                    path[1] = here("*".to_owned());
                }
                Form::Path(path)
            }
            2 => Form::List(self.expressions(depth)),
            3 => Form::Call(self.word(), self.expressions(depth)),
            4 => Form::Not(Box::new(self.expression(depth - 1))),
            _ => {
                let operator = Operator::ALL[usize::try_from(self.roll(13)).expect("below 13")];
                let (left, right) = (self.expression(depth - 1), self.expression(depth - 1));
                Form::Binary(Box::new(left), here(operator), Box::new(right))
            }
        };
        here(form)
    }

    fn expressions(&mut self, depth: u64) -> Vec<Expr> {
        (0..self.roll(3)).map(|_| self.expression(depth - 1)).collect()
    }
}

fn here<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}

#[test]
fn what_is_printed_reads_as_what_it_was() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut read_again = 0;
    for _ in 0..3_000 {
        let made = dice.expression(4);
        let text = made.value.to_string();
        match expression(&text, &|_| Span::default()) {
            Ok(again) => {
                assert_eq!(again, made, "{text}");
                read_again += 1;
            }
            // Only for its size: 32 brackets are a limit, not a rule of the language.
            Err(_) => assert!(text.len() > 2_000 || text.matches(['(', '[']).count() > 32, "{text}"),
        }
    }
    assert!(read_again > 2_850, "{read_again}");
}

#[test]
fn no_bracket_is_printed_that_is_not_needed() {
    for text in [
        "rpo(table.*) <= 1m and rto() <= objectives.rto - 30s",
        "not a == b and (c or not d)",
        "a - (b - c) - d",
        "(a == b) == c",
        "(not a) == b",
        "all(function.*, it.timeout <= 30s or it.memory in [128MiB, 256MiB])",
    ] {
        assert_eq!(read(text).value.to_string(), text);
    }
}
