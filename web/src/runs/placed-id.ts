/** A run's id with the instance's name before it, by which a proxy in front of several finds that. */
export function placedId(instance: string, executionId: string): string {
  return `${instance}.${executionId}`;
}
