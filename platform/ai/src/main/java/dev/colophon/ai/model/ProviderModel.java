package dev.colophon.ai.model;

import dev.langchain4j.model.chat.ChatModel;

/**
 * A configured language model of a provider.
 *
 * @param provider for example {@code openai}
 * @param name the model asked for; the one that serves may be told in the answer
 */
record ProviderModel(String provider, String name, ChatModel model) {}
