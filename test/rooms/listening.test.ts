import { expect, it } from 'vitest'
import { treeSources } from './check.ts'
import { importsIn } from './imports.ts'

const program = Object.entries(treeSources()).filter(
  ([path]) => /\.[cm]?[jt]sx?$/.test(path) && !path.startsWith('test/'),
)

/** What of Node's can listen, whatever it is imported as. */
const network = /^(node:)?(http|https|http2|net|tls|dgram|inspector(\/promises)?|repl|cluster)$/

it('only the receiver and the simulator use a part of Node that can listen, and the command line the one that asks', () => {
  const users = program.filter(([path, source]) =>
    importsIn(path, source).some(({ kind, specifier }) => kind !== 'type' && network.test(specifier ?? '')),
  )
  expect(users.map(([path]) => path).toSorted()).toEqual([
    'electron/cli/system-fetch.ts',
    'electron/receiver/loopback.ts',
    'electron/receiver/receiver.ts',
    'electron/simulator/server.ts',
  ])
})

it('only the receiver and the simulator make a server', () => {
  const makers = program.filter(([, source]) =>
    /\b(createServer|createSecureServer|createSocket|bindSync)\b|\bnew\s+(\w+\.)?(Server|WebSocketServer)\b|\.listen\(/.test(
      source,
    ),
  )
  expect(makers.map(([path]) => path).toSorted()).toEqual([
    'electron/receiver/receiver.ts',
    'electron/simulator/server.ts',
  ])
})
