import { describe, expect, test } from 'vitest'
import type { Simulator } from '../../../electron/simulator/simulator.ts'
import { movableClock, simulated } from '../support/laptop.ts'

const certified = (simulator: Simulator) => {
  const result = simulator.world.groupResults().find(({ certificate_url }) => certificate_url !== '')
  if (result === undefined) throw new Error('no certificate')
  const { pathname, search } = new URL(result.certificate_url)
  return { result, address: `${simulator.url}${pathname}${search}` }
}

const started = () => simulated({ clock: movableClock().clock, results: 60, requestsPerHour: 1 })

describe('a certificate’s address', () => {
  test('gives a PDF with holder, test, score, day and serial, unsigned and outside the hour’s requests', async () => {
    const simulator = await started()
    const { result, address } = certified(simulator)
    const day = new Date(result.time_finished * 1000).toISOString().slice(0, 10)
    for (let asked = 0; asked < 3; asked++) {
      const answer = await fetch(address)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('application/pdf')
      const pdf = await answer.text()
      expect(pdf.startsWith('%PDF-1.4\n')).toBe(true)
      expect(pdf.endsWith('%%EOF\n')).toBe(true)
      for (const words of [result.certificate_serial, day, `${result.percentage}%`]) expect(pdf).toContain(words)
      expect(pdf).toContain(simulator.world.test(result.test_id)?.name)
    }
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['certificate', 'certificate', 'certificate'])
  })

  test('is a file whose table of contents is right to the byte', async () => {
    const { address } = certified(await started())
    const pdf = await (await fetch(address)).text()
    expect(Buffer.byteLength(pdf)).toBe(pdf.length)
    const table = Number(/startxref\n(\d+)\n/.exec(pdf)?.[1])
    expect(pdf.slice(table, table + 4)).toBe('xref')
    const offsets = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset))
    expect(offsets.length).toBeGreaterThan(4)
    for (const [at, offset] of offsets.entries()) expect(pdf.slice(offset)).toMatch(new RegExp(`^${at + 1} 0 obj\\n`))
    const [, length, content = ''] = /\/Length (\d+) >>\nstream\n(.*?)\nendstream/s.exec(pdf) ?? []
    expect(Number(length)).toBe(content.length)
  })

  test('writes names of every script, escaped, in the letters that the font has', async () => {
    const simulator = await started()
    const url = 'https://www.classmarker.com/pdf/certificate/C.pdf?c=own'
    simulator.world.addLinkResult({
      first: 'Łukasz (Zoë)',
      last: 'O&#039;Neill 小龙',
      certificate_serial: 'COWN-ONE',
      certificate_url: url,
    })
    const pdf = await (await fetch(`${simulator.url}/pdf/certificate/C.pdf?c=own`)).text()
    expect(pdf).toContain("(Lukasz \\050Zo\\353\\051 O'Neill ??) Tj")
  })

  test.each([
    ['another token', (address: string) => `${address}0`, 'GET'],
    ['no token', (address: string) => address.replace(/\?.*/, ''), 'GET'],
    ['another method', (address: string) => address, 'POST'],
  ])('with %s gives a page that there is none', async (_, changed, method) => {
    const { address } = certified(await started())
    const answer = await fetch(changed(address), { method })
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('<h1>Not found</h1>')
  })

  test('meets faults like every other', async () => {
    const simulator = await started()
    const { address } = certified(simulator)
    simulator.faults.next({ kind: 'http', status: 503 }, { path: /^\/pdf\// })
    simulator.faults.next({ kind: 'cut-off' }, { path: /^\/pdf\// })
    expect((await fetch(address)).status).toBe(503)
    const half = await (await fetch(address)).text()
    expect(half.startsWith('%PDF-')).toBe(true)
    expect(half).not.toContain('%%EOF')
  })
})
