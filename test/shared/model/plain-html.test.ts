import { expect, it } from 'vitest'
import { plainHtml } from '../../../shared/model/plain-html.ts'

it.each([
  ['Which <b>one</b>?<br>Say', 'Which one? Say'],
  ['5 &lt; 6 &amp; 7 &#8804; 8 &#x2264; 9', '5 < 6 & 7 ≤ 8 ≤ 9'],
  ['x<sup>2</sup> + y[sup]3[/sup]', 'x^2 + y^3'],
  ['[sqr]16[/sqr] and [sqr]a + b[/sqr]', '√16 and √(a + b)'],
  ['<img src="a.png" alt="A bar">', '[A bar]'],
  ['=HYPERLINK("x")', '=HYPERLINK("x")'],
  ['&unknown; &#0; &#xD800;', '&unknown; &#0; &#xD800;'],
  ['', ''],
])('reads %s as %s', (html, words) => {
  expect(plainHtml(html)).toBe(words)
})
