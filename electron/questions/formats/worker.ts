import { parentPort, workerData } from 'node:worker_threads'
import { serialiseError } from '../../../shared/errors.ts'
import { questionKey, stemKey } from '../../../shared/model/question-rules.ts'
import { sourcesIn } from '../../import/results/sources.ts'
import { kindOf, readQuestions } from './read.ts'
import type { FilePart, KeyedQuestion, ThreadAnswer, ThreadOrder, ThreadQuestion, WrittenQuestion } from './thread.ts'
import { writeQuestions } from './write.ts'

/** The thread that reads files of questions, or writes one. */
const port = parentPort
if (port === null) throw new Error('Questions are read in a worker thread')

const { paths, ...reading }: ThreadOrder = workerData
const taken: WrittenQuestion[] = []
const say = (answer: ThreadAnswer) => port.postMessage(answer)

// The main thread copies as many in a few milliseconds, unless they are long.
const questionsPerPart = 200
const charactersPerPart = 500_000

async function* partsOf(): AsyncGenerator<FilePart, void> {
  for await (const source of sourcesIn(paths)) {
    const { name: file } = source
    // What is larger than any file of questions may still be one of results, which are read line by line.
    if ('found' in source || 'chunks' in source) {
      const isAsked = reading.format !== undefined
      yield { file, error: isAsked ? { code: 'questions/not-readable', detail: { fileName: file } } : null }
      continue
    }
    try {
      if (reading.format === undefined && (await kindOf(source.bytes, file)) === null) {
        yield { file, error: null }
        continue
      }
      const { format, questions, problems } = await readQuestions(source.bytes, file, reading)
      yield { file, format, problems }
      let part: KeyedQuestion[] = []
      let characters = 0
      for (const read of questions) {
        const keyed = { read, stem: stemKey(read.content), whole: questionKey(read.content) }
        part.push(keyed)
        characters += keyed.whole.length * 3
        if (part.length < questionsPerPart && characters < charactersPerPart) continue
        yield { file, questions: part }
        part = []
        characters = 0
      }
      if (part.length > 0) yield { file, questions: part }
    } catch (thrown) {
      yield { file, error: serialiseError(thrown) }
    }
  }
}

const parts = partsOf()
port.on('message', async (asked: ThreadQuestion) => {
  try {
    if (asked.ask === 'take') taken.push(...asked.questions)
    else if (asked.ask === 'write') {
      const { bytes, losses } = await writeQuestions(taken, asked.format)
      say({ bytes, losses })
    } else {
      const next = await parts.next()
      say(next.done === true ? { done: true } : { done: false, part: next.value })
      if (next.done === true) port.close()
    }
  } catch (thrown) {
    say({ done: true, error: serialiseError(thrown) })
    port.close()
  }
})
