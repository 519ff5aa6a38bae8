"""A page in a real browser: Chromium lays it out, a script beside it measures it."""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.require import require

TOP = Path(__file__).resolve().parents[2]

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=2000"]

# What is measured: every element that sticks out of the page, every word of a picture that is cut off or hidden by
# another, every colour of text against what is behind it, everything that would be loaded.
MEASURE = """
const seen = element => { const box = element.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
const words = element => element.textContent.trim().slice(0, 60);
const rgb = text => { const [r, g, b, a] = text.match(/[\\d.]+/g).map(Number); return { rgb: [r, g, b], a: a ?? 1 }; };
const light = ({ rgb }) => rgb.map(it => it / 255).map(it => it <= .03928 ? it / 12.92 : ((it + .055) / 1.055) ** 2.4)
  .reduce((sum, it, at) => sum + it * [.2126, .7152, .0722][at], 0);
const behind = (d, w, element) => {
  for (let it = element; it; it = it.parentElement) {
    const colour = rgb(w.getComputedStyle(it).backgroundColor);
    if (colour.a === 1) return colour;
  }
  return rgb(w.getComputedStyle(d.body).backgroundColor);
};
const contrast = (d, w, element, property) => {
  const [a, b] = [rgb(w.getComputedStyle(element)[property]), behind(d, w, element)].map(light).sort().reverse();
  return (a + .05) / (b + .05);
};
function measure(frame) {
  const d = frame.contentDocument, w = frame.contentWindow;
  const texts = [...d.querySelectorAll('svg text')].filter(seen);
  const boxes = texts.map(it => it.getBoundingClientRect());
  const overlaps = [];
  boxes.forEach((a, i) => boxes.forEach((b, j) => {
    if (i < j && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
      overlaps.push([words(texts[i]), words(texts[j])]);
  }));
  const outside = texts.filter(it => {
    const [a, b] = [it.getBoundingClientRect(), it.ownerSVGElement.getBoundingClientRect()];
    return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1;
  }).map(words);
  const inks = [...d.querySelectorAll('p, li, td, th, h1, h2, h3, summary, figcaption, footer, span, code, a')].filter(seen);
  const faint = inks.filter(it => contrast(d, w, it, 'color') < 4.5).map(words)
    .concat(texts.filter(it => !it.classList.contains('drc-gone') && contrast(d, w, it, 'fill') < 4.5).map(words));
  return {
    wider: d.documentElement.scrollWidth - d.documentElement.clientWidth,
    overlaps, outside, faint,
    pictures: d.querySelectorAll('svg').length,
    nameless: [...d.querySelectorAll('svg')].filter(it =>
      it.getAttribute('aria-labelledby').split(' ').some(id => !d.getElementById(id)?.textContent)).length,
    hovers: [...d.querySelectorAll('svg rect > title')].map(it => it.textContent),
    ids: [...d.querySelectorAll('[id]')].map(it => it.id),
    loads: w.performance.getEntriesByType('resource').map(it => it.name),
    letters: Math.min(...texts.map(it => parseFloat(w.getComputedStyle(it).fontSize))),
    dark: w.matchMedia('(prefers-color-scheme: dark)').matches,
    paper: w.getComputedStyle(d.body).backgroundColor,
    title: d.title,
  };
}
"""


def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    require(found, "Chromium is not on PATH; Debian: apt-get install chromium")
    return found


def drc(*arguments):
    binary = os.environ.get("DRC_BIN", str(TOP / "target/debug/drc"))
    require(Path(binary).exists(), f"{binary} is not built; tests/run builds it")
    ran = subprocess.run([binary, *arguments], cwd=TOP, capture_output=True, timeout=120)
    assert ran.returncode in (0, 1), ran.stderr.decode()
    return ran.stdout.decode()


def measured(page, width, dark=False):
    """The page in a frame of a width, measured."""
    # The page forbids every script, its own frame included: what measures it stands outside, and sees in.
    outer = f"""<!doctype html><meta charset="utf-8"><iframe style="width:{width}px;height:9000px;border:0"
      srcdoc="{html.escape(page)}"></iframe><script>{MEASURE}
      onload = () => {{ const out = document.createElement('pre'); out.id = 'measured';
        out.textContent = JSON.stringify(measure(document.querySelector('iframe')));
        document.querySelector('iframe').remove(); document.body.append(out); }};</script>"""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "outer.html"
        file.write_text(outer)
        ran = subprocess.run([chromium(), *FLAGS, *(["--force-dark-mode"] if dark else []), f"--user-data-dir={folder}/user",
                              "--window-size=1400,9100", "--dump-dom", file.as_uri()], capture_output=True, timeout=120)
    dumped = re.search(r'<pre id="measured">(.*?)</pre>', ran.stdout.decode(), re.S)
    assert dumped, ran.stderr.decode()[-2000:]
    return json.loads(html.unescape(dumped.group(1)))
