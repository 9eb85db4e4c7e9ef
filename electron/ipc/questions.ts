import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'
import type { ExportJobs } from '../export/jobs.ts'

/** The window's calls on questions and answers. */
export const questionHandlers = (
  { store, pictures, exporter, clock }: Core,
  exports: ExportJobs,
): Pick<Handlers, 'questions'> => ({
  questions: {
    page: (query) => store.questionsPage(query),
    export: async ({ query, title }) => {
      // Before the save dialog opens: a test that is not there has no questions.
      await store.questionsPage(query)
      return exports.start({ title: `Questions - ${title}` }, async (file, options) => {
        const { questions } = await exporter.run('questions', { query, title, file, exportedAt: clock() }, options)
        return questions
      })
    },
    answers: ({ id }) => store.answersOf(id),
    categories: (query) => store.categoriesOf(query),
    picture: ({ account, url }) => pictures.fetch(account, url),
  },
})
