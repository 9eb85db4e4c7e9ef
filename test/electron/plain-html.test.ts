import { expect, it } from 'vitest'
import { plainHtml } from '../../electron/plain-html.ts'

it.each([
  ['Which <b>one</b>?<br>Say', 'Which one? Say'],
  ['5 &lt; 6 &amp; 7 &#8804; 8 &#x2264; 9', '5 < 6 & 7 ≤ 8 ≤ 9'],
  ['x<sup>2</sup> + y[sup]3[/sup] + z<sup>n+1</sup>', 'x² + y³ + z^n+1'],
  ['H<sub>2</sub>O, a[sub]1[/sub]', 'H2O, a1'],
  ['Pr&uuml;fung &Omega;', 'Prüfung Ω'],
  ['a<style>p { color: red }</style>b<script>c()</script>d<!-- <p>e</p> -->f', 'a b d f'],
  ['a<style>never ended', 'a'],
  ['[sqr]16[/sqr] and [sqr]a + b[/sqr]', '√16 and √(a + b)'],
  ['<img src="a.png" alt="A bar">', '[A bar]'],
  ['=HYPERLINK("x")', '=HYPERLINK("x")'],
  ['&unknown;', '&unknown;'],
  ['', ''],
])('reads %s as %s', (html, words) => {
  expect(plainHtml(html)).toBe(words)
})

it.each(['<', '<img ', '<style>', '<!--', '[sup]', '[sqr]a', '&amp', '<img alt="', '<sup '])(
  'reads a text of nothing but %s in no time',
  (part) => {
    const before = process.cpuUsage().user
    const words = plainHtml(part.repeat(2_000_000 / part.length))
    expect(words.length).toBeLessThanOrEqual(400_000)
    expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(1_000)
  },
)
