import { describe, expect, it } from 'vitest'
import { newestFirst } from '../../../shared/model/filter.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, callsWithPages, database, noon, opened, pageWith, resultOf } from './laptop-database.ts'

/** One database open in two processes: the window, and the command line beside it. */
function twoProcesses() {
  const { file, calls: window } = database()
  return { window, commandLine: callsWithPages(opened(file)) }
}

const certified = (userId: number, certificateSerial: string) =>
  resultOf({ userId, certificateSerial, giveCertificateOnlyWhenPassed: false })

describe('what one process worked out is worked out again after another one wrote', () => {
  it('how many certificates are searched', () => {
    const { window, commandLine } = twoProcesses()
    window.applyPage(pageWith([certified(1, 'CONE')]))
    expect(window.lookUpCertificates('', undefined).searched).toBe(1)
    commandLine.applyPage(pageWith([certified(2, 'CTWO')]))
    expect(window.lookUpCertificates('', undefined).searched).toBe(2)
  })

  it('which certificates run out', () => {
    const { window, commandLine } = twoProcesses()
    const query = { filter: { results: [], states: [] }, offset: 0, limit: 10 }
    window.applyPage(pageWith([certified(1, 'CONE')]))
    window.setValidity('a', 1, 12)
    expect(window.renewalsPage(query, noon)).toHaveLength(1)
    commandLine.applyPage(pageWith([certified(2, 'CTWO')]))
    expect(window.renewalsPage(query, noon)).toHaveLength(2)
    commandLine.setValidity('a', 1, null)
    expect(window.renewalsPage(query, noon)).toHaveLength(0)
  })

  it('accounts, their time zones and their keys', () => {
    const { window, commandLine } = twoProcesses()
    window.applyPage(pageWith([resultOf({ timeFinished: unixSeconds(noon + 11 * 3_600) })]))
    const onThatDay = [
      { field: 'finished', op: 'from', value: '2026-11-21' },
      { field: 'finished', op: 'to', value: '2026-11-21' },
    ] as const
    expect(window.countResults(onThatDay)).toBe(0)
    commandLine.changeAccount('a', { timeZone: 'Pacific/Auckland', name: 'Renamed' })
    expect(window.countResults(onThatDay)).toBe(1)
    commandLine.takeOverAccount(
      'a',
      { key: 'second', name: 'Renamed', signature: 'md5', signatureSetting: 'auto' },
      { sources: [], tests: [] },
      noon,
    )
    commandLine.addAccount(accountNamed('b'))
    expect(window.listAccounts()).toMatchObject([
      { id: 'a', name: 'Renamed', key: 'second', signature: 'md5' },
      { id: 'b' },
    ])
    expect(window.resultsPage({ filter: [], sort: newestFirst, offset: 0, limit: 5 })).toHaveLength(1)
  })

  it('settings, and the key behind pseudonyms', () => {
    const { window, commandLine } = twoProcesses()
    expect(window.settings().density).toBe('normal')
    commandLine.changeSettings({ density: 'compact' })
    expect(window.settings().density).toBe('compact')
    expect(window.pseudonymKey()).toBe(commandLine.pseudonymKey())
  })
})
