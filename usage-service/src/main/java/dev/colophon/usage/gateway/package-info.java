/** What clients' own gateways say of keys and costs, beside what the ledger and the price list say. */
@NullMarked
package dev.colophon.usage.gateway;

import org.jspecify.annotations.NullMarked;
