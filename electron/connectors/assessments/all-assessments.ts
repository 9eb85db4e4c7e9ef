import type { AssessmentsClient, ListOptions } from './client.ts'
import type { Assessment, UnreadableAssessment } from './model.ts'

export interface AllAssessments {
  /** Each once. */
  readonly assessments: readonly Assessment[]
  readonly unreadable: readonly UnreadableAssessment[]
  /**
   * Whether the list is certainly whole. If not, what is missing here may still be there; nothing may be taken for
   * gone.
   */
  readonly complete: boolean
}

/** Reads all pages, and again where the list moved while it was read. @throws AppError as `AssessmentsClient` */
export declare function allAssessments(client: AssessmentsClient, options?: ListOptions): Promise<AllAssessments>
