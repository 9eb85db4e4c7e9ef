// Dates, times and numbers follow the reader's kind of English; these tests expect the British one.
Object.defineProperty(globalThis, 'navigator', {
  configurable: true,
  value: { languages: ['en-GB'], onLine: true, userAgent: 'test' },
})
