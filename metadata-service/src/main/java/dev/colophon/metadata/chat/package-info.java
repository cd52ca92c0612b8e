/** The front door for chat: OpenAI's protocol in and out, with this client's accounts, budgets and ledger in between. */
@NullMarked
package dev.colophon.metadata.chat;

import org.jspecify.annotations.NullMarked;
