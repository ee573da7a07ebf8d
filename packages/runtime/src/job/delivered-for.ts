/** For so long an executor that was paid goes on delivering its receipt, and whoever has paid waits for it. */
export const DELIVERED_FOR_MS = 86_400_000;
