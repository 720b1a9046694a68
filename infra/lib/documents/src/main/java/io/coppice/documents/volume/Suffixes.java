package io.coppice.documents.volume;

/** What file names of each content end in, as parts of regular expressions; the group is what follows the last dots. */
final class Suffixes {
    static final String ISO = "\\.(?i:iso|img)";
    static final String TEMPLATE = "\\.(?i:(tar(?:\\.(?:gz|xz|zst|bz2))?))";
    static final String BACKUP = "\\.(tgz|(?:tar|vma)(?:\\.(?:zst|gz|lzo|bz2))?)";
    static final String IMAGE = "\\.(raw|qcow2|vmdk|subvol)";
    static final String IMPORT = "\\.(ova|ovf|qcow2|raw|vmdk)";
    static final String PACKED = "\\.(qcow2|raw|vmdk)";
    /** Characters of names that travel through other programs. */
    static final String SAFE = "[ a-zA-Z0-9\\-.+=_]+";

    private Suffixes() {}
}
