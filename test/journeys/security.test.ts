import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../electron/desktop/app-files.ts'
import { contract } from '../../shared/ipc/contract.ts'
import { launcherKind } from '../runtime/launcher.ts'
import { connectAndFetch, givenLaptop, logOf, resultsAre, toResults } from './teacher-steps.ts'

const elsewhere = 'https://example.com/'

describe('what a page of the app can reach', () => {
  const laptop = givenLaptop({ classMarker: 120 })

  it('tells a listener the payload alone, never the event that carried it', async () => {
    const { page } = laptop.app
    await page.evaluate(() => {
      const heard: number[] = []
      const listen = (...given: unknown[]) => void heard.push(given.length)
      gradekeep?.accounts.changed(listen)
      gradekeep?.results.changed(listen)
      gradekeep?.jobs.changed(listen)
      Object.assign(globalThis, { heard })
    })
    await connectAndFetch(page, laptop.simulator)
    await resultsAre(page, 120)
    const heard: number[] = await page.evaluate(() => Reflect.get(globalThis, 'heard'))
    expect(heard.length).toBeGreaterThan(3)
    expect(new Set(heard)).toEqual(new Set([1]))
  })

  it('asks for its own files only, from connecting to a search and the settings', async () => {
    const { page } = laptop.app
    await page.getByRole('searchbox').fill('a')
    await page.getByRole('grid').getByRole('row').nth(1).click()
    await page.getByText('Everything ClassMarker sent').click()
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    expect(laptop.app.requests.length).toBeGreaterThan(3)
    expect(laptop.app.requests.filter((address) => !address.startsWith('app://gradekeep/'))).toEqual([])
  })

  it('has no Node', async () => {
    const types = await laptop.app.page.evaluate(() =>
      ['require', 'process', 'module', 'exports', 'global', 'Buffer', '__dirname'].map(
        (name) => typeof Reflect.get(globalThis, name),
      ),
    )
    expect(new Set(types)).toEqual(new Set(['undefined']))
  })

  it('has exactly the calls of the contract, all frozen', async () => {
    const bridge = await laptop.app.page.evaluate(() =>
      Object.entries(gradekeep ?? {}).map(([group, calls]) => ({
        group,
        calls: Object.entries(calls).map(([name, call]) => `${name}: ${typeof call}`),
        frozen: Object.isFrozen(calls),
      })),
    )
    expect(bridge).toEqual(
      Object.entries(contract).map(([group, calls]) => ({
        group,
        calls: Object.keys(calls).map((name) => `${name}: function`),
        frozen: true,
      })),
    )
    const replaced = await laptop.app.page.evaluate(() => {
      const attempts = [
        () => Object.assign(globalThis, { gradekeep: {} }),
        () => Object.assign(gradekeep ?? {}, { sync: {} }),
        () => Object.assign(gradekeep?.sync ?? {}, { start: () => {} }),
      ]
      return attempts.filter((attempt) => {
        try {
          attempt()
          return true
        } catch {
          return false
        }
      }).length
    })
    expect(replaced).toBe(0)
  })

  it('answers what no window of ours would ask with a code, and repeats nothing of it', async () => {
    const filter: never[] = []
    const sort = { field: 'finished', direction: 'desc' }
    const asked: [group: string, call: string, input: unknown, field: string][] = [
      ['resultList', 'open', { query: { filter, sort }, first: 501 }, 'first'],
      [
        'resultList',
        'open',
        { query: { filter, sort: { field: 'raw; DROP TABLE result', direction: 'asc' } }, first: 1 },
        'query.sort.field',
      ],
      ['resultList', 'rows', { answer: 1, from: -1, to: 5 }, 'from'],
      [
        'resultList',
        'open',
        { query: { filter: [{ field: 'account', op: 'in', value: 'all' }], sort }, first: 1 },
        'query.filter.0.value',
      ],
      ['results', 'detail', { id: '1' }, 'id'],
      ['accounts', 'connect', { key: 'k', secret: { not: 'hunter2' }, name: 'n', signature: 'auto' }, 'secret'],
      [
        'accounts',
        'change',
        { id: 'x', name: 'n', timeZone: 'Mars/Olympus', colour: 0, signatureSetting: 'auto' },
        'timeZone',
      ],
      ['settings', 'set', { theme: 'pink' }, 'theme'],
      ['settings', 'set', { file: '/etc/passwd' }, ''],
      ['export', 'start', { filter, sort, file: '/tmp/x.xlsx' }, ''],
      ['jobs', 'list', { all: true }, ''],
    ]
    for (const [group, call, input, field] of asked) {
      const answer = await laptop.app.page.evaluate(
        ([from, name, what]) => Reflect.get(Reflect.get(gradekeep ?? {}, from), name)(what),
        [group, call, input] as const,
      )
      expect(answer, `${group}.${call}`).toEqual({ ok: false, error: { code: 'ipc/invalid-input', detail: { field } } })
    }
    const said = [...laptop.app.logs, ...logOf(laptop.folder)].join('\n')
    expect(said).toContain('ipc/invalid-input')
    expect(said).not.toContain('hunter2')
  })

  it('is served with the policy, whose every door is closed', async () => {
    const response = await laptop.app.page.reload()
    expect(response?.headers()['content-security-policy']).toBe(contentSecurityPolicy)
    await toResults(laptop.app.page)
    await resultsAre(laptop.app.page, 120)
  })

  it('runs no inline script and no text as code', async () => {
    const ran = await laptop.app.page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.inlineRan = true'
      document.body.append(script)
      document.body.insertAdjacentHTML(
        'beforeend',
        '<button id="inline" onclick="globalThis.inlineRan = true"></button>',
      )
      document.querySelector<HTMLElement>('#inline')?.click()
      return Reflect.has(globalThis, 'inlineRan')
    })
    expect(ran).toBe(false)
    // From a timer: Playwright's own evaluation is not under the policy.
    const errors = await laptop.app.page.evaluate(
      () =>
        new Promise<string[]>((resolve) =>
          setTimeout(() => {
            const nameOf = (work: () => unknown) => {
              try {
                return String(work())
              } catch (thrown) {
                return thrown instanceof Error ? thrown.name : 'thrown'
              }
            }
            // biome-ignore lint/security/noGlobalEval: the very thing that must not work
            resolve([nameOf(() => globalThis.eval('1 + 1')), nameOf(() => new Function('return 1')())])
          }),
        ),
    )
    expect(errors).toEqual(['EvalError', 'EvalError'])
  })

  it('reaches no network: not by fetch, image, frame, socket or form', async () => {
    const asked = laptop.app.requests.length
    const outcome = await laptop.app.page.evaluate(async (address) => {
      const violated = new Set<string>()
      Object.assign(globalThis, { violated })
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => violated.add(effectiveDirective))
      const fetched = await fetch(address).then(
        () => 'answered',
        () => 'rejected',
      )
      const image = await new Promise((resolve) => {
        const element = new Image()
        element.addEventListener('load', () => resolve('loaded'))
        element.addEventListener('error', () => resolve('blocked'))
        element.src = `${address}pixel.png`
      })
      const socket = await new Promise((resolve) => {
        const opening = new WebSocket(address.replace('https', 'wss'))
        opening.addEventListener('open', () => resolve('open'))
        opening.addEventListener('error', () => resolve('blocked'))
      })
      const frame = document.createElement('iframe')
      frame.src = address
      const form = document.createElement('form')
      form.action = address
      document.body.append(frame, form)
      form.submit()
      return { fetched, image, socket }
    }, elsewhere)
    expect(outcome).toEqual({ fetched: 'rejected', image: 'blocked', socket: 'blocked' })
    const violated = () => laptop.app.page.evaluate(() => [...Reflect.get(globalThis, 'violated')].sort())
    await expect.poll(violated).toEqual(['connect-src', 'form-action', 'frame-src', 'img-src'])
    expect(laptop.app.requests.slice(asked)).toEqual([])
  })

  it('stays where it is, whether told to go or led by a link', async () => {
    const { page } = laptop.app
    const here = page.url()
    const refusals = () =>
      logOf(laptop.folder).filter((line) => line.includes('navigation refused: https://example.com')).length
    await page.evaluate((address) => {
      location.href = address
    }, elsewhere)
    await expect.poll(refusals).toBe(1)
    await page.evaluate((address) => {
      const link = document.createElement('a')
      link.href = address
      document.body.append(link)
      link.click()
    }, elsewhere)
    await expect.poll(refusals).toBe(2)
    expect(page.url()).toBe(here)
    await resultsAre(page, 120)
  })

  it('opens no second window, and lets only ClassMarker’s own pages out to the browser', async () => {
    const { page } = laptop.app
    const opened = await page.evaluate((address) => {
      const link = document.createElement('a')
      link.href = 'javascript:alert(1)'
      link.target = '_blank'
      document.body.append(link)
      link.click()
      const windows = [address, 'file:///etc/passwd', 'https://www.classmarker.com.example.com/', location.href]
      return windows.map((url) => window.open(url))
    }, elsewhere)
    expect(opened).toEqual([null, null, null, null])
    expect(await page.evaluate(() => window.open('https://www.classmarker.com/a/results/'))).toBeNull()
    await expect
      .poll(async () => (await laptop.app.outside()).opened)
      .toEqual(['https://www.classmarker.com/a/results/'])
    const refused = await page.evaluate((url) => gradekeep?.app.openExternal({ url }), elsewhere)
    expect(refused).toEqual({ ok: false, error: { code: 'ipc/invalid-input', detail: { field: 'url' } } })
    expect((await laptop.app.outside()).opened).toHaveLength(1)
    expect(page.context().pages()).toHaveLength(1)
  })

  // The stand-in cannot ask the app: there Chromium itself would answer.
  it.skipIf(launcherKind() === 'chromium')('is refused what a page may ask permission for', async () => {
    expect(await laptop.app.page.evaluate(() => Notification.requestPermission())).toBe('denied')
    const states = await laptop.app.page.evaluate(async () => {
      const names = ['geolocation', 'camera', 'microphone', 'clipboard-read'] as PermissionName[]
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
    })
    expect(new Set(states)).toEqual(new Set(['denied']))
  })
})
