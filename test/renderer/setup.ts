import './british.ts'

import { createFakeBridge } from './fake-bridge.ts'

// Stores subscribe as they are imported. Until a test opens a window of its own, the main process is silent.
globalThis.gradekeep = createFakeBridge().bridge

await import('../../renderer/shell/words.ts')
