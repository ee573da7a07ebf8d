package main

import (
	"context"
	"crypto/sha256"
	"sync"

	pubsub "github.com/libp2p/go-libp2p-pubsub"
	pb "github.com/libp2p/go-libp2p-pubsub/pb"
	"github.com/libp2p/go-libp2p/core/host"
)

// Gossip is the topics of a peer.
type Gossip struct {
	ctx    context.Context
	router *pubsub.PubSub
	emit   func(Event)
	lock   sync.Mutex
	topics map[string]*pubsub.Topic
}

func newGossip(ctx context.Context, h host.Host, emit func(Event)) (*Gossip, error) {
	router, err := pubsub.NewGossipSub(ctx, h,
		pubsub.WithMessageSignaturePolicy(pubsub.StrictNoSign),
		pubsub.WithNoAuthor(),
		pubsub.WithMessageIdFn(messageID),
		pubsub.WithMaxMessageSize(64<<10),
	)
	return &Gossip{ctx: ctx, router: router, emit: emit, topics: map[string]*pubsub.Topic{}}, err
}

// messageID is that of a topic without rules of its own: the start of the hash of the topic's hash and the message.
func messageID(message *pb.Message) string {
	topic := sha256.Sum256([]byte(message.GetTopic()))
	id := sha256.Sum256(append(topic[:], message.GetData()...))
	return string(id[:20])
}

func (g *Gossip) topic(name string) (*pubsub.Topic, error) {
	g.lock.Lock()
	defer g.lock.Unlock()
	if known, ok := g.topics[name]; ok {
		return known, nil
	}
	topic, err := g.router.Join(name)
	if err == nil {
		g.topics[name] = topic
	}
	return topic, err
}

// subscribe tells of every message, and of every neighbour that comes to the topic.
func (g *Gossip) subscribe(name string) error {
	topic, err := g.topic(name)
	if err != nil {
		return err
	}
	subscription, err := topic.Subscribe()
	if err != nil {
		return err
	}
	changes, err := topic.EventHandler()
	if err != nil {
		return err
	}
	go g.tellMessages(subscription)
	go g.tellPeers(name, changes)
	return nil
}

func (g *Gossip) tellMessages(subscription *pubsub.Subscription) {
	for {
		message, err := subscription.Next(g.ctx)
		if err != nil {
			return
		}
		g.emit(Event{
			Event: "message",
			Topic: message.GetTopic(),
			Data:  message.Data,
			Peer:  message.ReceivedFrom.String(),
		})
	}
}

func (g *Gossip) tellPeers(topic string, changes *pubsub.TopicEventHandler) {
	for {
		change, err := changes.NextPeerEvent(g.ctx)
		if err != nil {
			return
		}
		if change.Type == pubsub.PeerJoin {
			g.emit(Event{Event: "joined", Topic: topic, Peer: change.Peer.String()})
		}
	}
}

func (g *Gossip) publish(name string, data []byte) error {
	topic, err := g.topic(name)
	if err != nil {
		return err
	}
	return topic.Publish(g.ctx, data)
}
