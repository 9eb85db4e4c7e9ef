import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's calls on questions and answers. */
export const questionHandlers = ({ store, pictures }: Core): Pick<Handlers, 'questions'> => ({
  questions: {
    page: (query) => store.questionsPage(query),
    answers: ({ id }) => store.answersOf(id),
    categories: (student) => store.categoriesOf(student),
    picture: ({ account, url }) => pictures.fetch(account, url),
  },
})
