import { BlockList, isIP, isIPv4 } from 'node:net';

/** An IP address, or a network in CIDR notation (RFC 4632): `10.0.0.0/8`, `fd00::/8`. */
interface Network {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
}

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The address as it is compared and counted: without a zone, and an IPv4 address as such even
 * where a socket for both families shows it as IPv6 (`::ffff:192.0.2.1`, RFC 4291 section 2.5.5.2).
 */
export function plainAddress(address: string): string {
  const withoutZone = address.replace(/%.*$/, '');
  return MAPPED_IPV4.exec(withoutZone)?.[1] ?? withoutZone;
}

/** Whether the text is an address or a network that {@link addressMatcher} takes. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== undefined;
}

/** Whether the network is everybody (`0.0.0.0/0`, `::/0`). */
export function isEverybody(text: string): boolean {
  return parseNetwork(text)?.prefix === 0;
}

/**
 * Says of an address whether it is in one of the networks. What is not an address is in none.
 *
 * @param networks each of which {@link isNetwork} accepts
 */
export function addressMatcher(
  networks: readonly string[],
): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const text of networks) {
    const network = parseNetwork(text);
    if (network !== undefined) list.addSubnet(network.address, network.prefix, network.family);
  }
  return (address) => {
    const plain = plainAddress(address ?? '');
    return isIP(plain) !== 0 && list.check(plain, familyOf(plain));
  };
}

/** The part of an address that one client cannot change at will: of IPv6, the network of 64 bits. */
export function clientKey(address: string): string {
  const plain = plainAddress(address);
  // A proxy may pass on anything in X-Forwarded-For; all that is no address counts as one client.
  if (isIP(plain) !== 6) return isIP(plain) === 0 ? 'unknown' : plain;
  // The URL parser writes addresses in their one canonical form (RFC 5952).
  const groups = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const head = (groups[0] ?? '').split(':').filter(Boolean);
  const tail = (groups[1] ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}

function parseNetwork(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.split('/');
  if (rest.length > 0 || isIP(address) === 0 || address.includes('%')) return undefined;
  const widest = isIPv4(address) ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? widest : Number(length);
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  if (prefix > widest) return undefined;
  if (mapped === undefined) return { address, family: familyOf(address), prefix };
  return prefix < 96 ? undefined : { address: mapped, family: 'ipv4', prefix: prefix - 96 };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}
