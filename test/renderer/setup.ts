import './british.ts'

import { createFakeBridge } from './fake-bridge.ts'

// Stores subscribe when they are imported. Until a test opens a window of its own, this silent main process stands in.
globalThis.gradekeep = createFakeBridge().bridge

await import('../../renderer/shell/words.ts')
