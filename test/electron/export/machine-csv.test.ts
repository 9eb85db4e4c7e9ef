import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { exported, laptop, receive, requestFor, resultOf } from './laptop.ts'

async function lines(said: Parameters<typeof resultOf>[0]): Promise<{ text: string; rows: Record<string, string>[] }> {
  const place = laptop()
  receive(place, [resultOf(said)])
  const file = join(place.folder, 'marks.csv')
  await exported(place, requestFor(file))
  const text = readFileSync(file, 'utf8')
  return { text, rows: Papa.parse<Record<string, string>>(text.trimEnd(), { header: true }).data }
}

describe('CSV for programs', () => {
  it('holds no control character that a program or a terminal would obey', async () => {
    const hostile = 'A\u0000d\u001b[31ma\u0007\u0008\u007f\u009b2J'
    const { text, rows } = await lines({ first: hostile, last: hostile, email: hostile, accessCode: hostile })
    expect(text.replace(/[\r\n\t]/g, '')).not.toMatch(/\p{Cc}/u)
    expect(rows[0]).toMatchObject({ 'First name': 'Ad[31ma2J', 'Access code': 'Ad[31ma2J' })
  })

  it('keeps line breaks, quotes, commas and every script as they are', async () => {
    const first = 'Zoë "小龙"\r\nthe 2nd,\tÅ'
    const { rows } = await lines({ first })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ 'First name': first })
  })
})
