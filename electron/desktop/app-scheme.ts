import { protocol, type Session } from 'electron'
import { answerAppRequest } from './app-files.ts'

/**
 * Makes `app:` a standard, secure scheme, so that pages get module scripts, an origin and a secure context.
 * Electron accepts this only before it is ready.
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built renderer in `rendererDir` as `app://gradekeep/`. */
export function serveApp(session: Session, rendererDir: string): void {
  session.protocol.handle('app', (request) => answerAppRequest(rendererDir, request))
}
