// Dates, times and numbers are written in the reader's kind of English; these tests read the British one.
Object.defineProperty(globalThis, 'navigator', {
  configurable: true,
  value: { languages: ['en-GB'], onLine: true, userAgent: 'test' },
})
