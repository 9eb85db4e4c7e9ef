import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { channelOf, contract } from '../../shared/ipc/contract.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { toResults } from '../journeys/teacher-steps.ts'
import type { FakeBridge } from '../renderer/fake-bridge.ts'
import { projectRoot } from '../runtime/launcher.ts'
import { toPageAddress } from '../runtime/stand-in/addresses.ts'
import { packed } from '../runtime/stand-in/packed.ts'
import { bindingName, bridgeScript, deliverName, type PageCall } from '../runtime/stand-in/page-bridge.ts'
import type { InvokeAnswer } from '../runtime/stand-in/wire.ts'
import { axeAddress, chromiumVariable, emptyAddress } from './one-chromium.ts'

/** The built window on a bridge of the test's own. */
export interface Screen {
  readonly page: Page
  resize(width: number, height: number): Promise<void>
  /** Where the page can load axe from as it loads the app: once compiled, a later page of the process has it at hand. */
  readonly axeAddress: string
}

let browser: Promise<Browser> | null = null

/** The Chromium of this run, started once, so that a test costs only a page. It closes what a process leaves in it. */
function sharedChromium(): Promise<Browser> {
  const address = process.env[chromiumVariable]
  if (address === undefined) throw new Error('There is no Chromium for the screens: it is started by a run of vitest.')
  browser ??= chromium.connect(address)
  return browser
}

interface BuiltPage {
  readonly page: Page
  /** The time that stands still in it; null where it goes on. */
  readonly now: UnixSeconds | null
  /** The bridge of the test that uses the page. */
  fake: FakeBridge
  isInUse: boolean
}

/** The pages of this process. To start one takes longer than most tests, so the next test takes it over. */
const pages: BuiltPage[] = []

/**
 * Opens the built renderer with the built preload in a page of its own, with `fake` in the place of the main process.
 * It goes on from Home to the results, unless it is to stay there. The page is empty after the test; whatever does not
 * come within twenty seconds fails.
 * @param now the time of the window, where it shall stand still; the computer then stands in London
 */
export async function openScreen(
  fake: FakeBridge,
  at: 'home' | 'results' = 'results',
  now: UnixSeconds | null = null,
): Promise<Screen> {
  const built = pages.find((each) => !each.isInUse && each.now === now) ?? (await startPage(fake, now))
  built.fake = fake
  built.isInUse = true
  const { page } = built
  onTestFinished(async () => {
    await page.context().setOffline(false)
    // An empty page of the same host: any other would end the process that has the app compiled.
    await page.goto(emptyAddress)
    built.isInUse = false
  })
  await asNew(page)
  forwardEvents(fake, page)
  await page.goto(toPageAddress('app://gradekeep/index.html'), { waitUntil: 'domcontentloaded' })
  if (at === 'results') await toResults(page)
  return { page, resize: (width, height) => page.setViewportSize({ width, height }), axeAddress }
}

/** A time that stands still goes with its page from test to test. */
async function startPage(fake: FakeBridge, now: UnixSeconds | null): Promise<BuiltPage> {
  const place = now === null ? {} : { timezoneId: 'Europe/London', locale: 'en-US' }
  const context = await (await sharedChromium()).newContext(place)
  const page = await context.newPage()
  if (now !== null) await page.clock.setFixedTime(now * 1_000)
  page.setDefaultTimeout(20_000)
  const built: BuiltPage = { page, now, fake, isInUse: false }
  await page.exposeBinding(bindingName, (_, call: PageCall) =>
    call.kind === 'invoke' ? answerOf(built.fake, call) : null,
  )
  await page.addInitScript({
    content: bridgeScript(readFileSync(join(projectRoot, 'out', 'preload', 'preload.cjs'), 'utf8')),
  })
  pages.push(built)
  return built
}

/** Takes back what a test may have set on its page. What it stored is in the bridge, which goes with it. */
async function asNew(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ media: null, colorScheme: 'light', forcedColors: null, reducedMotion: null })
}

async function answerOf(
  fake: FakeBridge,
  { channel, args }: Extract<PageCall, { kind: 'invoke' }>,
): Promise<InvokeAnswer> {
  const [group = '', name = ''] = channel.split('.')
  const call: (input: unknown) => Promise<unknown> = Reflect.get(Reflect.get(fake.bridge, group), name)
  return call(args[0]).then(
    (value) => ({ ok: true, value: packed(value) }),
    (thrown: Error) => ({ ok: false, message: thrown.message }),
  )
}

/** Passes the fake's events to the window, in the order they were emitted. */
function forwardEvents(fake: FakeBridge, page: Page): void {
  let last: Promise<unknown> = Promise.resolve()
  for (const [group, calls] of Object.entries(contract)) {
    for (const [name, { kind }] of Object.entries(calls)) {
      if (kind !== 'event') continue
      const channel = channelOf(group, name)
      const subscribe: (listener: (payload: unknown) => void) => () => void = Reflect.get(
        Reflect.get(fake.bridge, group),
        name,
      )
      const stop = subscribe((payload) => {
        const deliver = () =>
          page.evaluate(([deliverer, to, what]) => Reflect.get(globalThis, deliverer)?.(to, what), [
            deliverName,
            channel,
            [payload],
          ] as const)
        // A page that is closed or not yet open has nobody listening.
        last = last.then(deliver).catch(() => undefined)
      })
      onTestFinished(stop)
    }
  }
}
