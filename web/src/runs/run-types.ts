import type { components } from '@pg-usher/sdk';

export type { Column, Stopped, TransactionStatus } from '@pg-usher/sdk';

export type Activity = components['schemas']['ActivityDto'];
export type RunKind = 'run' | 'plan' | 'analyze';
