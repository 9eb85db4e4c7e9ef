import { readdirSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { computer, oneSentence, syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

describe('gradekeep connect', () => {
  it('answers with the account and what its key sees', async () => {
    const { connect, simulator } = await computer({ results: 10 })
    const { status, json, err, out } = await connect()
    expect({ status, err }).toEqual({ status: 0, err: '' })
    const { groups, links } = simulator.world
    expect(json).toEqual({
      account: { id: expect.any(String), name: 'Northgate', key: simulator.key, signature: 'sha256' },
      tookOver: false,
      groups: groups.length,
      links: links.length,
      tests: expect.any(Number),
      requests: 1,
    })
    expect(out).toBe(`${JSON.stringify(json)}\n`)
  })

  it('says so in words too', async () => {
    const { gradekeep, simulator } = await computer({ results: 10 })
    const { status, out, err } = await gradekeep(`connect --key ${simulator.key}`)
    expect(status).toBe(0)
    expect(out).toMatch(/^Connected “ClassMarker” \(\w+\): the key sees \d+ groups, \d+ links and \d+ tests\.\n$/)
    expect(err).toBe('')
  })

  it('reads the secret from a pipe where the environment has none', async () => {
    const { gradekeep, simulator } = await computer({ results: 10 })
    const said = { GRADEKEEP_API_SECRET: undefined }
    const { status, json, out, err } = await gradekeep(
      `connect --key ${simulator.key} --json`,
      said,
      `${simulator.secret}\n`,
    )
    expect(status).toBe(0)
    expect(json.account.key).toBe(simulator.key)
    expect(out + err).not.toContain(simulator.secret)
  })

  it('warns, also beside JSON, that a secret without a keychain is gone after this run', async () => {
    const { gradekeep, simulator } = await computer({ results: 10 })
    const said = { GRADEKEEP_API_SECRET: undefined }
    const { err } = await gradekeep(`connect --key ${simulator.key} --json`, said, `${simulator.secret}\n`)
    expect(err).toContain('This computer has no keychain')
    expect(err).toContain('not kept after this command; set GRADEKEEP_API_SECRET for each run')
  })

  describe('with a second key of an account that is here', () => {
    const secondKey = { key: 'second-key', secret: 'second-secret' }
    const said = { GRADEKEEP_API_SECRET: secondKey.secret }

    async function renewed() {
      const at = await syncedComputer(10)
      const { json } = await at.gradekeep('status --json')
      const [{ id, name, results }] = json.accounts
      expect(results).toBe(10)
      at.simulator.addKey(secondKey)
      return { ...at, account: { id, name, key: at.simulator.key, signature: 'sha256' } }
    }

    it('takes it over, and a sync afterwards doubles nothing', async () => {
      const { gradekeep, account, simulator } = await renewed()
      const { status, json, err } = await gradekeep(`connect --key ${secondKey.key} --json`, said)
      const { groups, links } = simulator.world
      expect({ status, err }).toEqual({ status: 0, err: '' })
      expect(json).toEqual({
        account: { ...account, key: secondKey.key },
        tookOver: true,
        groups: groups.length,
        links: links.length,
        tests: expect.any(Number),
        requests: 1,
      })
      expect((await gradekeep('sync --json', said)).json).toMatchObject({ outcome: 'complete', added: 0, updated: 0 })
      expect((await gradekeep('status --json')).json.accounts).toMatchObject([{ id: account.id, results: 10 }])
    })

    it('says so in words', async () => {
      const { gradekeep, account } = await renewed()
      const { out } = await gradekeep(`connect --key ${secondKey.key}`, said)
      expect(out).toContain(`Connected “Northgate” (${account.id})`)
      expect(out).toContain('was here under another key: its 10 results stay, and the former key is replaced.')
    })

    it('keeps both with --separate', async () => {
      const { gradekeep, account } = await renewed()
      const { json } = await gradekeep(`connect --key ${secondKey.key} --name Again --separate --json`, said)
      expect(json).toMatchObject({ tookOver: false, account: { name: 'Again', key: secondKey.key } })
      expect(json.account.id).not.toBe(account.id)
      expect((await gradekeep('status --json')).json.accounts).toHaveLength(2)
    })
  })

  it('fails with a wrong secret, in one line, and saves nothing', async () => {
    const { gradekeep, simulator } = await computer()
    const ran = await gradekeep(`connect --key ${simulator.key} --json`, { GRADEKEEP_API_SECRET: 'wrong' })
    expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringMatching(oneSentence) })
    expect((await gradekeep('status --json')).json).toEqual({ accounts: [] })
  })

  it('fails for a key that is there already', async () => {
    const { connect } = await syncedComputer(5)
    expect(await connect()).toMatchObject({ status: 1, out: '', err: expect.stringContaining('“Northgate”') })
  })

  it('without a secret is wrong usage of the command, not a fault of a window', async () => {
    const { gradekeep, simulator } = await computer()
    const ran = await gradekeep(`connect --key ${simulator.key}`, { GRADEKEEP_API_SECRET: undefined }, '')
    expect(ran).toMatchObject({ status: 2, out: '' })
    expect(ran.err).toMatch(/^No API secret was given\..* set GRADEKEEP_API_SECRET for this run\..*\n$/)
    expect(ran.err).not.toContain('window')
  })

  it('ends calmly when interrupted, while it asks for the secret and while ClassMarker thinks', async () => {
    const asking = await computer({ results: 0 })
    const asked = asking.gradekeep(`connect --key ${asking.simulator.key}`, { GRADEKEEP_API_SECRET: undefined }, null)
    asking.stop()
    const cancelled = { status: 1, out: '', err: expect.stringMatching(/^It was cancelled\..*\n$/) }
    expect(await asked).toMatchObject(cancelled)

    const { simulator, gradekeep, stop } = await computer({ results: 0 })
    const held = simulator.faults.next({ kind: 'held' })
    const connecting = gradekeep(`connect --key ${simulator.key}`)
    await held.reached()
    stop()
    expect(await connecting).toMatchObject(cancelled)
  })

  it.each(['http://api.classmarker.com', 'hunter2'])('sends no key to %s: wrong usage', async (url) => {
    const { gradekeep, dataDir } = await computer({ results: 0 })
    const ran = await gradekeep('connect --key K', { GRADEKEEP_API_URL: url })
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(/^GRADEKEEP_API_URL is not/) })
    expect(ran.err).not.toContain(url)
    expect(readdirSync(dataDir)).toEqual([])
  })

  it.each(['sha256', 'md5'] as const)('signs with %s alone when asked to', async (signature) => {
    const { gradekeep, simulator } = await computer({ results: 0, acceptedSignatures: [signature] })
    const { json } = await gradekeep(`connect --key ${simulator.key} --signature ${signature} --json`)
    expect(json).toMatchObject({ account: { signature }, requests: 1 })
  })
})
