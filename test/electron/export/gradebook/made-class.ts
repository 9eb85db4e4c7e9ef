import { join } from 'node:path'
import { createExporter } from '../../../../electron/export/exporter.ts'
import type { GradebookOutcome, GradebookRequest } from '../../../../electron/export/gradebook/request.ts'
import { usualGradebook } from '../../../../shared/model/gradebook.ts'
import type { Result } from '../../../../shared/model/result.ts'
import { toTenths } from '../../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../../shared/model/time.ts'
import { type Laptop, laptop, noon, receive, resultOf, workerFile } from '../laptop.ts'

/** An attempt of a student at a test, so many minutes after noon, with a percentage. */
export const attempt = (
  userId: number,
  testId: number,
  minute: number,
  percent: number | null,
  said: Partial<Result> = {},
): Result =>
  resultOf({
    userId,
    testId,
    first: `First ${userId}`,
    last: `Last ${userId}`,
    email: `${userId}@example.org`,
    percentage: percent === null ? null : toTenths(percent),
    timeStarted: unixSeconds(noon + minute * 60 - 30),
    timeFinished: unixSeconds(noon + minute * 60),
    ...said,
  })

export const options = { signal: new AbortController().signal, onProgress: () => undefined }

/** A laptop with these results at tests of these names. */
export function classOf(results: readonly Result[], names: Readonly<Record<number, string>>, place = laptop()): Laptop {
  const tests = Object.entries(names).map(([id, name]) => ({ id: Number(id), name }))
  receive(place, results, {
    tests,
    sources: [
      { id: 10, name: '10B' },
      { id: 11, name: "10C's =group" },
    ],
  })
  return place
}

export const gradebookRequest = (file: string, said: Partial<GradebookRequest> = {}): GradebookRequest => ({
  definition: usualGradebook,
  title: '10B',
  file,
  figures: 'live',
  identity: 'names',
  pseudonymKey: '5ec7e75ec7e75ec7e75ec7e75ec7e75e',
  exportedAt: noon,
  ...said,
})

/** Writes a gradebook through the real worker thread. */
export async function writtenGradebook(
  place: Laptop,
  said: Partial<GradebookRequest> = {},
  name = 'Gradebook.xlsx',
): Promise<GradebookOutcome> {
  const exporter = createExporter({ databaseFile: place.databaseFile, workerFile })
  try {
    return await exporter.run('gradebook', gradebookRequest(join(place.folder, name), said), options)
  } finally {
    await exporter.close()
  }
}

/** A generator of pseudorandom numbers from 0 to below 1 (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let made = Math.imul(state ^ (state >>> 15), 1 | state)
    made = (made + Math.imul(made ^ (made >>> 7), 61 | made)) ^ made
    return ((made ^ (made >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Attempts of many students at many tests: ties, ungraded ones, some without a percentage, percentages of the bands' bounds. */
export function manyAttempts(students: number, tests: number, seed = 7): Result[] {
  const random = randomFrom(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const bounds = [50, 60, 64.9, 70, 79.9, 80, 89.9, 89.95, 90, 100, 0, 33.3]
  return Array.from({ length: students }, (_, student) => student + 1).flatMap((student) =>
    Array.from({ length: tests }, (_, test) => 101 + test).flatMap((test) =>
      Array.from({ length: Math.floor(random() * 4.5) }, (_, at) =>
        attempt(
          student,
          test,
          test * 10 + at,
          random() < 0.03 ? null : random() < 0.5 ? Math.round(random() * 1000) / 10 : pick(bounds),
          {
            requiresGrading: random() < 0.15,
            passMark: test % 3 === 0 ? null : toTenths(test % 2 === 0 ? 50 : 64.9),
            sourceId: student % 4 === 0 ? 11 : 10,
            certificateSerial: random() < 0.1 ? `S${student}-${test}` : null,
          },
        ),
      ),
    ),
  )
}
