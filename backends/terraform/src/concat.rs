//! Text put together from pieces: a template, unless one expression is all of it.

use crate::files::package;
use crate::printer::Printer;
use crate::text::Template;
use drc_ir::Expr;

impl Printer<'_> {
    pub(crate) fn concat(&mut self, pieces: &[Expr]) {
        self.push("\"");
        let mut template = Template::default();
        self.pieces(&mut template, pieces);
        template.end(&mut self.page.text);
        self.push("\"");
    }

    fn pieces(&mut self, template: &mut Template, pieces: &[Expr]) {
        for piece in pieces {
            match piece {
                Expr::Absent => {}
                Expr::Text(text) => template.literal(&mut self.page.text, text),
                Expr::Bool(bool) => {
                    template.literal(&mut self.page.text, if *bool { "true" } else { "false" });
                }
                Expr::Int(int) => template.literal(&mut self.page.text, &int.to_string()),
                Expr::Float(float) => template.literal(&mut self.page.text, &format!("{float:?}")),
                Expr::Concat(pieces) => self.pieces(template, pieces),
                Expr::AssetHash(asset) => {
                    template.literal(&mut self.page.text, &self.graph.assets[asset.0].sha256_base64);
                }
                Expr::Asset(asset) => {
                    template.interpolation(&mut self.page.text);
                    self.push("path.module}/");
                    template.literal(&mut self.page.text, &package(&self.graph.assets[asset.0]));
                }
                Expr::List(_)
                | Expr::Map(_)
                | Expr::Attr(..)
                | Expr::Part(..)
                | Expr::Json(_)
                | Expr::Account
                | Expr::Partition
                | Expr::AssetBucket
                | Expr::AssetKey(_)
                | Expr::SecretField(..)
                | Expr::WriteOnce(_)
                | Expr::Input(_) => {
                    template.interpolation(&mut self.page.text);
                    self.inline(piece);
                    self.push("}");
                }
            }
        }
    }
}

/// A template that is nothing but one expression is that expression: `"${x}"` is what `terraform fmt`
/// rewrites to `x`.
pub(crate) fn bare(value: &Expr) -> &Expr {
    let Expr::Concat(pieces) = value else { return value };
    let mut pieces = pieces.iter().filter(|piece| !adds_nothing(piece));
    match (pieces.next(), pieces.next()) {
        (
            Some(only @ (Expr::Attr(..) | Expr::Part(..) | Expr::Json(_) | Expr::Account | Expr::Partition)),
            None,
        ) => only,
        (Some(only @ Expr::Concat(_)), None) => bare(only),
        (_, _) => value,
    }
}

fn adds_nothing(piece: &Expr) -> bool {
    if let Expr::Concat(pieces) = piece {
        return pieces.iter().all(adds_nothing);
    }
    *piece == Expr::Absent || piece.as_text() == Some("")
}
