import type { BrowserContext, Page, Request, Route } from 'playwright'
import { toAppAddress, toPageAddress } from './addresses.ts'
import type { LentChromium } from './chromium.ts'
import type { Hostility } from './hostile.ts'
import { bindingName, bridgeScript, deliverName, type PageCall } from './page-bridge.ts'
import type { MainSide, WindowFacts } from './wire.ts'

interface HostWindow {
  page: Page
  facts: WindowFacts
  isCrashed: boolean
  isKilled: boolean
  /** A person reloads the page, which is no navigation of the page's own. */
  isReloading: boolean
  /** Pushes leave one after the other, in the order they were sent. */
  lastPush: Promise<unknown>
}

const resourceTypes: Readonly<Record<string, string>> = { document: 'mainFrame', fetch: 'xhr', websocket: 'webSocket' }

/** The pages that stand for the app's windows, and the wires between them and the main process. */
export class HostWindows {
  readonly requests: string[] = []
  readonly #context: BrowserContext
  readonly #keepCompiled: () => Promise<void>
  readonly #main: () => MainSide
  readonly #log: (line: string) => void
  readonly #hostile: ReadonlySet<Hostility>
  readonly #windows = new Map<number, HostWindow>()
  #routed: Promise<unknown> | null = null

  constructor(
    { context, keepCompiled }: LentChromium,
    main: () => MainSide,
    log: (line: string) => void,
    hostile: ReadonlySet<Hostility>,
  ) {
    this.#context = context
    this.#keepCompiled = keepCompiled
    this.#hostile = hostile
    this.#main = main
    this.#log = log
  }

  async open(id: number, facts: WindowFacts): Promise<Page> {
    this.#routed ??= this.#context.route('**/*', (route, request) =>
      // The page or the process can go away at any moment of an answer; the request then goes with it.
      this.#answer(route, request).catch(() => route.abort('failed').catch(() => {})),
    )
    await this.#routed
    return this.#openPage(id, facts)
  }

  async #openPage(id: number, facts: WindowFacts): Promise<Page> {
    const unused = this.#context.pages().find((page) => this.#idOf(page) === null)
    const page = unused ?? (await this.#context.newPage())
    this.#windows.set(id, {
      page,
      facts,
      isCrashed: false,
      isKilled: false,
      isReloading: false,
      lastPush: Promise.resolve(),
    })
    page.on('close', () => this.#closed(id, page))
    page.on('crash', () => this.#crashed(id))
    this.#noticeReloads(id, page)
    page.on('console', (message) => this.#log(`page ${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => this.#log(`page error: ${error.message}`))
    page.on('popup', (popup) => void popup.close())
    await page.exposeBinding(bindingName, ({ frame }, call: PageCall) => {
      const facts = { url: toAppAddress(frame.url()), isMainFrame: frame.parentFrame() === null }
      if (call.kind === 'invoke') return this.#main().invoke(id, facts, call.channel, call.args)
      return this.#main().windowOpen(id, call.url)
    })
    await page.addInitScript({ content: bridgeScript(facts.preload ?? '', this.#hostile) })
    await this.resize(id, facts.width, facts.height)
    return page
  }

  /** The window that was opened last. @throws where every one is closed */
  get current(): number {
    const last = [...this.#windows.keys()].at(-1)
    if (last === undefined) throw new Error('no window is open')
    return last
  }

  async load(id: number, url: string): Promise<void> {
    const window = this.#windows.get(id)
    // Playwright does nothing more with a page that crashed; another one takes its place in the window.
    if (window?.isCrashed) {
      await this.#openPage(id, window.facts)
      await window.page.close()
    }
    await this.page(id).goto(toPageAddress(url), { waitUntil: 'domcontentloaded' })
  }

  /** Lets the page crash; `killed` as by the system, which is out of memory. */
  async crash(id: number, reason: 'crashed' | 'killed' = 'crashed'): Promise<void> {
    const window = this.#windows.get(id)
    if (window !== undefined) window.isKilled = reason === 'killed'
    const session = await this.#context.newCDPSession(this.page(id))
    // The answer would come from the page that is gone.
    session.send('Page.crash').catch(() => {})
  }

  /** Playwright's reload is the one from the menu; a script's own is asked about like every navigation. */
  #noticeReloads(id: number, page: Page): void {
    const reload = page.reload.bind(page)
    page.reload = (options) => {
      const window = this.#windows.get(id)
      if (window !== undefined) window.isReloading = true
      return reload(options)
    }
  }

  send(id: number, channel: string, args: readonly unknown[]): void {
    const window = this.#windows.get(id)
    if (window === undefined) return
    const deliver = () =>
      window.page.evaluate(([name, to, what]) => Reflect.get(globalThis, name)?.(to, what), [
        deliverName,
        channel,
        args,
      ] as const)
    // A page that goes away between two pushes has nobody left to tell.
    window.lastPush = window.lastPush.then(deliver).catch(() => {})
  }

  async resize(id: number, width: number, height: number): Promise<void> {
    const page = this.page(id)
    if (page.viewportSize() !== null) await page.setViewportSize({ width, height })
  }

  /** A page that crashed or is going away takes no focus. */
  focus = (id: number): Promise<void> =>
    this.page(id)
      .bringToFront()
      .catch(() => {})

  async close(id: number): Promise<void> {
    // A page that is going away or has no network keeps nothing.
    await this.#keepCompiled().catch(() => {})
    await this.#windows.get(id)?.page.close()
  }

  /** Pages hear of a lost network by an event of their own. */
  setOnline = (isOnline: boolean): Promise<void> => this.#context.setOffline(!isOnline)

  async setColorScheme(colorScheme: 'light' | 'dark' | null): Promise<void> {
    for (const { page } of this.#windows.values()) await page.emulateMedia({ colorScheme })
  }

  page(id: number): Page {
    const window = this.#windows.get(id)
    if (window === undefined) throw new Error(`window ${id} is closed`)
    return window.page
  }

  #idOf(page: Page | null): number | null {
    for (const [id, window] of this.#windows) if (window.page === page) return id
    return null
  }

  #crashed(id: number): void {
    const window = this.#windows.get(id)
    if (window !== undefined) window.isCrashed = true
    this.#main().pageGone(id, window?.isKilled ? 'killed' : 'crashed')
  }

  #takeReload(id: number): boolean {
    const window = this.#windows.get(id)
    if (!window?.isReloading) return false
    window.isReloading = false
    return true
  }

  #closed(id: number, page: Page): void {
    if (this.#windows.get(id)?.page !== page) return
    this.#windows.delete(id)
    this.#main().windowClosed(id)
  }

  async #answer(route: Route, request: Request): Promise<void> {
    const url = toAppAddress(request.url())
    this.requests.push(url)
    const frame = request.serviceWorker() === null && !isUncommitted(request) ? request.frame() : null
    const id = this.#idOf(frame?.page() ?? null)
    if (id === null || frame === null) return route.abort('aborted')
    const isMainFrame = frame.parentFrame() === null
    const navigation = request.isNavigationRequest()
      ? { isMainFrame, isReloadByUser: isMainFrame && this.#takeReload(id) }
      : null
    const answer = await this.#main().request(id, {
      url,
      method: request.method(),
      resourceType: isMainFrame ? (resourceTypes[request.resourceType()] ?? request.resourceType()) : 'subFrame',
      navigation,
    })
    if (answer.kind === 'cancelled') return route.abort('aborted')
    if (answer.kind === 'blocked') return route.abort('blockedbyclient')
    return route.fulfill({ status: answer.status, headers: answer.headers, body: Buffer.from(answer.body) })
  }
}

/** Playwright has no frame yet for the first request of a page it has just seen open. */
function isUncommitted(request: Request): boolean {
  try {
    request.frame()
    return false
  } catch {
    return true
  }
}
