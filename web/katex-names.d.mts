export function module(): string;
