// An outside checker for logs: reads and makes the files of a tiled log with the libraries of Go's checksum database, which
// share no code with the engine under test. Go's tiles of height 8 are the same bytes under other names.
//
//	go-verifier check <folder> <verifier key> <size>...   verifies checkpoint, every entry, and consistency from each size
//	go-verifier make <folder> <origin> <count>            makes a log and prints its verifier key
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if len(os.Args) < 4 {
		fail(fmt.Errorf("usage: check <folder> <verifier key> <size>... | make <folder> <origin> <count>"))
	}
	switch os.Args[1] {
	case "check":
		fail(check(os.Args[2], os.Args[3], os.Args[4:]))
	case "make":
		fail(makeLog(os.Args[2], os.Args[3], os.Args[4]))
	default:
		fail(fmt.Errorf("unknown command %q", os.Args[1]))
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// path is the name that the C2SP specification gives to a tile: Go writes the height first.
func path(t tlog.Tile) string {
	return strings.Replace(t.Path(), "tile/8/", "tile/", 1)
}

func bundlePath(t tlog.Tile) string {
	t.L = 0
	return strings.Replace(path(t), "tile/0/", "tile/entries/", 1)
}

type folderReader struct{ folder string }

func (r folderReader) Height() int { return height }

func (r folderReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, t := range tiles {
		file, err := os.ReadFile(filepath.Join(r.folder, path(t)))
		if err != nil {
			return nil, err
		}
		data[i] = file
	}
	return data, nil
}

func (r folderReader) SaveTiles([]tlog.Tile, [][]byte) {}

func check(folder, vkey string, sizes []string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		return fmt.Errorf("unexpected checkpoint %q", opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, folderReader{folder})
	if err := checkEntries(folder, size, root, hashes); err != nil {
		return err
	}
	checked := 0
	for _, text := range sizes {
		old, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return err
		}
		oldRoot, err := tlog.TreeHash(old, hashes)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(size, old, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, size, root, old, oldRoot); err != nil {
			return fmt.Errorf("consistency from %d: %w", old, err)
		}
		checked++
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"size": size, "root": root.String(), "consistent": checked})
}

// checkEntries proves entries under the root: each one of a small log, of a large one about two thousand and the last.
func checkEntries(folder string, size int64, root tlog.Hash, hashes tlog.HashReader) error {
	step := size/2000 + 1
	for first := int64(0); first < size; first += 1 << height {
		width := size - first
		if width > 1<<height {
			width = 1 << height
		}
		t := tlog.Tile{H: height, N: first >> height, W: int(width)}
		bundle, err := os.ReadFile(filepath.Join(folder, bundlePath(t)))
		if err != nil {
			return err
		}
		for n := first; n < first+width; n++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("entry %d is cut off", n)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			leaf := tlog.RecordHash(bundle[2:end])
			bundle = bundle[end:]
			if n%step != 0 && n != size-1 {
				continue
			}
			proof, err := tlog.ProveRecord(size, n, hashes)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(proof, size, root, n, leaf); err != nil {
				return fmt.Errorf("entry %d: %w", n, err)
			}
		}
		if len(bundle) > 0 {
			return fmt.Errorf("bytes after the last entry of bundle %d", t.N)
		}
	}
	return nil
}

func makeLog(folder, origin, countText string) error {
	count, err := strconv.ParseInt(countText, 10, 64)
	if err != nil {
		return err
	}
	skey, vkey, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	stored := []tlog.Hash{}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			found[i] = stored[at]
		}
		return found, nil
	})
	bundles := map[int64]*bytes.Buffer{}
	for n := int64(0); n < count; n++ {
		entry := bytes.Repeat([]byte{byte(n)}, int(n%300))
		hashes, err := tlog.StoredHashes(n, entry, reader)
		if err != nil {
			return err
		}
		stored = append(stored, hashes...)
		bundle, ok := bundles[n>>height]
		if !ok {
			bundle = &bytes.Buffer{}
			bundles[n>>height] = bundle
		}
		binary.Write(bundle, binary.BigEndian, uint16(len(entry)))
		bundle.Write(entry)
	}
	for _, t := range tlog.NewTiles(height, 0, count) {
		data, err := tlog.ReadTileData(t, reader)
		if err != nil {
			return err
		}
		if err := write(folder, path(t), data); err != nil {
			return err
		}
		if t.L == 0 {
			if err := write(folder, bundlePath(t), bundles[t.N].Bytes()); err != nil {
				return err
			}
		}
	}
	root, err := tlog.TreeHash(count, reader)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, count, root)
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return err
	}
	if err := write(folder, "checkpoint", signed); err != nil {
		return err
	}
	fmt.Println(vkey)
	return nil
}

func write(folder, name string, data []byte) error {
	full := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	return os.WriteFile(full, data, 0o644)
}
