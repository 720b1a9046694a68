package io.coppice.contract.word;

/** A volume: the storage that holds it and its name there, {@code local:iso/debian.iso}. The name is the storage kind's. */
public record VolumeId(StorageId storage, String name) implements Comparable<VolumeId> {
    public VolumeId {
        if (name.isEmpty()
                || name.length() > 4096
                || name.indexOf('\n') >= 0
                || name.indexOf('\0') >= 0
                || name.charAt(0) == ' ') {
            throw new Malformed("unable to parse volume ID '" + storage + ":" + name + "'");
        }
    }

    /** @throws Malformed if the text is not {@code storage:name} */
    public static VolumeId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new Malformed("unable to parse volume ID '" + text + "'");
        }
        return new VolumeId(new StorageId(text.substring(0, colon)), text.substring(colon + 1));
    }

    @Override
    public int compareTo(VolumeId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return storage + ":" + name;
    }
}
