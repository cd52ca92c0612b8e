package dev.colophon.embedding.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClientSpacesTests {

    private static final long CHANGED = 70;

    private final ServedSpace old = ServedSpace.local(new EmbeddingSpace("local", "old", "1", 2));
    private final ServedSpace young = new ServedSpace(new EmbeddingSpace("openai", "young", "1", 3), UUID.randomUUID());

    @Test
    void searchesTheFormerSpaceOnAnIndexThatDoesNotKnowOfTheChange() {
        ClientSpaces changed = new ClientSpaces(young, old, CHANGED, null, false);

        assertThat(changed.searched(transaction -> transaction < CHANGED)).isEqualTo(old);
        assertThat(changed.searched(transaction -> transaction < CHANGED + 1)).isEqualTo(young);
    }

    @Test
    void searchesTheActiveSpaceWhereNoFormerOneIsKept() {
        assertThat(new ClientSpaces(young, null, CHANGED, old, false).searched(transaction -> false))
                .isEqualTo(young);
        assertThat(ClientSpaces.unchanged(old, young, false).searched(transaction -> false))
                .isEqualTo(old);
    }
}
