import type { CustomScheme, Privileges } from 'electron'
import { type Rules, refuseUnknown } from './options.ts'

const privilegeRules = {
  standard: 'boolean',
  secure: 'boolean',
  bypassCSP: 'boolean',
  allowServiceWorkers: 'boolean',
  supportFetchAPI: 'boolean',
  corsEnabled: 'boolean',
  stream: 'boolean',
  codeCache: 'boolean',
  allowExtensions: 'boolean',
} satisfies Rules<Privileges>

/** What the schemes of the app may do, which Electron wants to know before it is ready. */
export class Schemes {
  readonly #privileges = new Map<string, Privileges>()

  register(schemes: readonly CustomScheme[]): void {
    if (!Array.isArray(schemes)) throw new Error('Argument must be an array of custom schemes.')
    for (const { scheme, privileges = {} } of schemes) {
      refuseUnknown('protocol.registerSchemesAsPrivileged', privileges, privilegeRules)
      if (privileges.codeCache && !privileges.standard)
        throw new Error('Code cache can only be enabled when the custom scheme is registered as standard scheme.')
      this.#privileges.set(scheme, privileges)
    }
  }

  /**
   * Whether Chromium lets a page ask for this at all. The page itself loads from any scheme; what stands beside it has
   * an address only where the scheme is a standard one, and scripts may fetch it only with the right to.
   */
  mayRequest(scheme: string, resourceType: string): boolean {
    const { standard, supportFetchAPI } = this.#privileges.get(scheme) ?? {}
    if (resourceType === 'mainFrame') return true
    return standard === true && (resourceType !== 'xhr' || supportFetchAPI === true)
  }

  /**
   * @throws for a page that would have neither modules, an origin nor a secure context in Electron, and has them here,
   * where its address is a loopback name
   */
  requireSecure(scheme: string): void {
    const { standard, secure } = this.#privileges.get(scheme) ?? {}
    if (!standard || !secure) throw new Error(`the scheme ${scheme} was not registered as standard and secure`)
  }
}
