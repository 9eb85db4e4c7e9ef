import { describe, expect, it } from 'vitest'
import { copiedTable } from '../../../renderer/list/copied-table.ts'

interface Row {
  readonly name: string
  readonly score: number | null
}

const columns = [
  { header: 'Student', cell: (row: Row) => row.name },
  { header: 'Score (%)', cell: (row: Row) => row.score },
  { header: 'Finished', cell: () => ({ typed: '2026-11-12 16:44' }) },
]

describe('rows on the clipboard', () => {
  it('are lines with a tab between cells, numbers without grouping', () => {
    const { text } = copiedTable(columns, [
      { name: 'Ada', score: 89.5 },
      { name: 'Zoë', score: null },
    ])
    expect(text).toBe('Student\tScore (%)\tFinished\r\nAda\t89.5\t2026-11-12 16:44\r\nZoë\t\t2026-11-12 16:44')
  })

  it('are also a table in which numbers are numbers, and texts stay texts', () => {
    const { html } = copiedTable(columns, [{ name: '00123', score: 1234.5 }])
    expect(html).toContain('<td x:num="1234.5">1234.5</td>')
    expect(html).toContain(`<td style="mso-number-format:'\\@'">00123</td>`)
    expect(html).toContain('<td>2026-11-12 16:44</td>')
  })

  it.each(['=1+1', '+49', '-7', '@SUM(A1)', "'=1+1", '\t=1'])('guard %j, which a spreadsheet would run', (name) => {
    const { text, html } = copiedTable(columns, [{ name, score: 1 }])
    const [, line = ''] = text.split('\r\n')
    expect(line).toMatch(/^'/)
    expect(html).toMatch(/'\\@'">'/)
  })

  it('keep their cells whatever a name holds', () => {
    const { text, html } = copiedTable(columns, [{ name: '"Bo"\t<b>\r\n& Co', score: -1.5 }])
    expect(text.split('\r\n')).toHaveLength(2)
    expect(text.split('\r\n')[1]).toBe('"""Bo"" <b> & Co"\t-1.5\t2026-11-12 16:44')
    expect(html).toContain('&quot;Bo&quot; &lt;b&gt; &amp; Co')
  })
})
