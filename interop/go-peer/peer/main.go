// A peer in Go that speaks to @icn-mesh/network: gossipsub without signatures, streams of frames, and requests.
// It reads one JSON command a line from its input and writes one JSON event a line.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"sync"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"
)

// Command is what the test asks for; which of its fields count depends on Do.
type Command struct {
	ID       int      `json:"id"`
	Do       string   `json:"do"`
	Address  string   `json:"address"`
	Peer     string   `json:"peer"`
	Topic    string   `json:"topic"`
	Protocol string   `json:"protocol"`
	Data     []byte   `json:"data"`
	Frames   [][]byte `json:"frames"`
}

// Event is the answer to a command, or something that happened.
type Event struct {
	ID        int      `json:"id,omitempty"`
	Event     string   `json:"event"`
	Error     string   `json:"error,omitempty"`
	Peer      string   `json:"peer,omitempty"`
	Addresses []string `json:"addresses,omitempty"`
	Topic     string   `json:"topic,omitempty"`
	Data      []byte   `json:"data,omitempty"`
	Frames    [][]byte `json:"frames,omitempty"`
}

// Peer is the host with its topics, and where its events go.
type Peer struct {
	ctx    context.Context
	host   host.Host
	gossip *Gossip
	output sync.Mutex
}

func main() {
	if err := run(); err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
}

func run() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	h, err := libp2p.New(libp2p.ListenAddrStrings("/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.1/udp/0/quic-v1"))
	if err != nil {
		return err
	}
	defer h.Close()
	p := &Peer{ctx: ctx, host: h}
	if p.gossip, err = newGossip(ctx, h, p.emit); err != nil {
		return err
	}
	serveEcho(h)
	p.emit(Event{Event: "listening", Peer: h.ID().String(), Addresses: addresses(h)})
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 16<<20)
	for input.Scan() {
		var command Command
		if err := json.Unmarshal(input.Bytes(), &command); err != nil {
			return err
		}
		go p.obey(command)
	}
	return input.Err()
}

func (p *Peer) obey(command Command) {
	event, err := p.do(command)
	event.ID, event.Event = command.ID, "done"
	if err != nil {
		event.Error = err.Error()
	}
	p.emit(event)
}

func (p *Peer) do(command Command) (Event, error) {
	switch command.Do {
	case "connect":
		info, err := peer.AddrInfoFromString(command.Address)
		if err != nil {
			return Event{}, err
		}
		return Event{}, p.host.Connect(p.ctx, *info)
	case "subscribe":
		return Event{}, p.gossip.subscribe(command.Topic)
	case "publish":
		return Event{}, p.gossip.publish(command.Topic, command.Data)
	case "stream":
		frames, err := exchangeFrames(p.ctx, p.host, command)
		return Event{Frames: frames}, err
	case "request":
		data, err := request(p.ctx, p.host, command)
		return Event{Data: data}, err
	default:
		return Event{}, errUnknownCommand
	}
}

func (p *Peer) emit(event Event) {
	p.output.Lock()
	defer p.output.Unlock()
	json.NewEncoder(os.Stdout).Encode(event)
}

func addresses(h host.Host) []string {
	var all []string
	for _, address := range h.Addrs() {
		all = append(all, address.String()+"/p2p/"+h.ID().String())
	}
	return all
}
