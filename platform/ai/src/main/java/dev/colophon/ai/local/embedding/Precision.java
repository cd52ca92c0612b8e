package dev.colophon.ai.local.embedding;

/** How exactly the local embedding model computes. A kept vector of one precision does not serve for another. */
public enum Precision {

    /** As the model was published: the reference. */
    FP32(MiniLm.REVISION),

    /** Linear layers in eight bits: faster, and close to the reference. */
    INT8("int8-2-256");

    private final String revision;

    Precision(String revision) {
        this.revision = revision;
    }

    /** Names the weights and how they are run; stored with every vector. */
    public String revision() {
        return revision;
    }
}
